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
 * MiB of each half of the young generation. Node 24 takes up to 64, of which a server with many connections uses all: 100 MB more
 * for nothing, since little of what a request makes outlives it.
 */
const YOUNG_GENERATION = 16;

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
 * The young generation has the size with which Node was started, and only a flag of Node sets it: the authority replaces its own
 * process once, with the same ID. Not below a parent that talks to it (IPC), which this would cut off, and not on Windows.
 */
function boundMemory() {
  const [command] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const given = `${process.execArgv.join(' ')} ${process.env.NODE_OPTIONS ?? ''}`;
  if (
    command !== 'serve' ||
    process.channel ||
    process.execve === undefined ||
    /max-semi-space-size/.test(given)
  )
    return;
  const flag = `--max-semi-space-size=${YOUNG_GENERATION}`;
  process.execve(
    process.execPath,
    [process.execPath, ...process.execArgv, flag, ...process.argv.slice(1)],
    process.env,
  );
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
