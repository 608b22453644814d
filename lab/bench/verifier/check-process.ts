/** One library in its own process: measures its check on request. */
import { obey } from '../measurer.ts';
import type { BenchSet } from '../sets.ts';
import { type Check, contestants } from './contestants.ts';

/** The setup parameters of the process. */
export interface CheckSetUp {
  /** Name of a contestant. */
  readonly name: string;
  readonly set: BenchSet;
}

/** An order: how long to measure. The answer is the mean time of a check, in microseconds. */
export interface CheckOrder {
  readonly milliseconds: number;
}

/** Checks between two reads of the clock. */
const BATCH = 64;
const LONG_MICROSECONDS = 200;

async function measure(check: Check, token: string, milliseconds: number): Promise<number> {
  // A new string for each check, as on a server: what an engine caches with a string, such as its hash, must not help.
  const bytes = Buffer.from(token, 'latin1');
  const one = (): string | Promise<string> => check(bytes.toString('latin1'));
  const begin = performance.now();
  const first = one();
  const waits = typeof first !== 'string';
  if ((await first) !== 'customer-1') throw new Error('This is another customer.');
  const batch = (performance.now() - begin) * 1_000 > LONG_MICROSECONDS ? 1 : BATCH;
  let checks = 1;
  let now = performance.now();
  while (now - begin < milliseconds) {
    for (let n = 0; n < batch; n += 1) {
      if (waits) await one();
      else void one();
    }
    checks += batch;
    now = performance.now();
  }
  return ((now - begin) * 1_000) / checks;
}

await obey<CheckSetUp, CheckOrder, number>(async ({ name, set }) => {
  const check = await contestants.find((one) => one.name === name)?.prepare(set);
  if (check === undefined) throw new Error(`No library is called ${name}.`);
  return ({ milliseconds }) => measure(check, set.token, milliseconds);
});
