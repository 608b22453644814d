#!/usr/bin/env node
// Committed as plain JavaScript that an old Node can parse: npm does not link a bin that does not exist yet, and an old Node must
// still be able to report that it is too old.
import { existsSync } from 'node:fs';
import inspector from 'node:inspector';

// On SIGUSR1, Node opens its inspector, which gives full control of the process. A listener prevents that; the effect of an earlier signal is undone.
process.on('SIGUSR1', () => {
  process.stderr.write('lostwax: SIGUSR1 is ignored. To debug, start it with node --inspect.\n');
});
if (!asksForInspector()) {
  // An inspector requested during startup opens only later.
  for (const after of [0, 50, 200, 1000])
    setTimeout(() => inspector.url() && inspector.close(), after).unref();
}

const OLDEST = 24;
/**
 * Node's own limits suit programs that have the machine to themselves. The young generation may take 128 MiB, of which a server
 * with many connections uses all though little survives, and the old one up to four times what is live. These are the size of each
 * half of the young one in MiB, and by how many percent the old one grows between two collections.
 */
const MEMORY_FLAGS = ['--max-semi-space-size=16', '--heap-growing-percent=100'];
/** Commands that must need little memory, however many connections or rows there are. */
const bounded = ['serve', 'import'];

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  refuse(
    `needs Node ${OLDEST} or newer; this is ${process.version} (${process.execPath}). In a checkout, "npx lostwax" uses the right one.`,
  );
} else {
  boundMemory();
  await start();
}

async function start() {
  if (!existsSync(new URL('../dist/index.js', import.meta.url))) {
    refuse('is not built yet. Run "npm run build" in the checkout.');
    return;
  }
  const { main } = await import('../dist/index.js');
  process.exitCode = await main(process.argv.slice(2));
}

/**
 * V8 reads the size of the young generation only at its start, so the process replaces itself once, with the same ID. Not
 * below a parent that talks to it (IPC), which this would cut off, and not on Windows.
 */
function boundMemory() {
  const [command] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const given = `${process.execArgv.join(' ')} ${process.env.NODE_OPTIONS ?? ''}`;
  if (
    !bounded.includes(command ?? '') ||
    process.channel ||
    process.execve === undefined ||
    /max-semi-space-size/.test(given)
  )
    return;
  const flags = [...process.execArgv, ...MEMORY_FLAGS];
  process.execve(process.execPath, [process.execPath, ...flags, ...process.argv.slice(1)], process.env);
}

function asksForInspector() {
  return /(?:^|\s)--inspect/.test(`${process.execArgv.join(' ')} ${process.env.NODE_OPTIONS ?? ''}`);
}

/** @param {string} why */
function refuse(why) {
  process.stderr.write(`lostwax ${why}\n`);
  // Wrong usage: 1 would tell a script that a key was refused.
  process.exitCode = 2;
}
