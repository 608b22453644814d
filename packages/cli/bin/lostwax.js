#!/usr/bin/env node
// Committed as it is, in JavaScript that an old Node can read: npm links no bin that is not there yet, and an old Node must
// still be able to say that it is too old.
import { existsSync } from 'node:fs';
import inspector from 'node:inspector';

// Node opens its inspector, and with it the whole process, to whoever sends SIGUSR1. A listener takes the signal from it; a signal that came before is undone.
process.on('SIGUSR1', () => {
  process.stderr.write('lostwax: SIGUSR1 is ignored. To debug, start it with node --inspect.\n');
});
if (!asksForInspector()) {
  // What a signal in the first moments has begun comes up later.
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
  // Usage: 1 would say to a script that a key was refused.
  process.exitCode = 2;
}
