/*
 * Why: older Node cannot read TypeScript, and Node 20 deadlocks when it exports fresh EC keys under load.
 * Plain JavaScript, so that an old Node can still say so: package.json loads it by --import before a script.
 */
const OLDEST = 24;

const major = Number(process.versions.node.split('.')[0]);
if (major < OLDEST) {
  process.stderr.write(
    `Lostwax needs Node ${OLDEST} or newer; this is ${process.version} (${process.execPath}).\n` +
      'Run `npm ci` first: it brings a Node of its own, and `npm test` and the other scripts then use it.\n',
  );
  process.exit(1);
}
