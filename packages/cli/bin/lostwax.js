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

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  refuse(
    `needs Node ${OLDEST} or newer; this is ${process.version} (${process.execPath}). In a checkout, "npx lostwax" uses the right one.`,
  );
} else if (existsSync(new URL('../dist/index.js', import.meta.url))) {
  const { main } = await import('../dist/index.js');
  process.exitCode = await main(process.argv.slice(2));
} else {
  refuse('is not built yet. Run "npm run build" in the checkout.');
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
