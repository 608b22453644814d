#!/usr/bin/env node
// Committed as it is, in JavaScript that an old Node can read: npm links no bin that is not there yet, and an old Node must
// still be able to say that it is too old.
import { existsSync } from 'node:fs';

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

/** @param {string} why */
function refuse(why) {
  process.stderr.write(`lostwax ${why}\n`);
  // Usage: 1 would say to a script that a key was refused.
  process.exitCode = 2;
}
