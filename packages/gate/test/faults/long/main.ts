/**
 * `npm run test:faults:gates -- --minutes 10 --seed 7`: a long random sequence of faults in real processes
 * (run.ts). `npm test` includes a short form of it (../long.test.ts). If a seed fails, run it again.
 */
import { parseArgs } from 'node:util';
import { runFaults } from './run.ts';

const given = readArguments();
if (given === undefined) {
  process.stderr.write(
    'Usage: npm run test:faults:gates -- [--minutes N, at most 1440] [--seed N] [--quiet]\n',
  );
  process.exit(2);
}
const { minutes, seed, quiet } = given;
process.stderr.write(`Seed ${seed}, ${minutes} minutes.\n`);
const began = performance.now();
const say = (line: string): void => {
  const seconds = ((performance.now() - began) / 1_000).toFixed(1).padStart(7);
  if (!quiet) process.stderr.write(`${seconds} s  ${line}\n`);
};
try {
  const outcome = await runFaults({ seed, milliseconds: minutes * 60_000, say });
  process.stdout.write(`${JSON.stringify(outcome)}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exitCode = 1;
}

/** `undefined` if they are invalid or help is requested. */
function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        minutes: { type: 'string', default: '10' },
        seed: { type: 'string' },
        quiet: { type: 'boolean', default: false },
      },
    });
    const minutes = Number(values.minutes);
    const seed = values.seed === undefined ? Math.floor(Math.random() * 1e9) : Number(values.seed);
    const good = minutes > 0 && minutes <= 1_440 && Number.isSafeInteger(seed);
    return good ? { minutes, seed, quiet: values.quiet } : undefined;
  } catch {
    return undefined;
  }
}
