import { join } from 'node:path';
import { inFolder } from '../folder.ts';
import type { BenchOptions, Figures } from '../report.ts';
import { sizesUpTo, startSets } from '../sets.ts';
import { hotChecks, ROUNDS } from './hot-check.ts';
import { manyPins } from './many-pins.ts';

/** The share of a rate's seconds that one library gets at one size, over all rounds. */
const SHARE_OF_SECONDS = 1 / 4;

/** Size of the very large set in large runs: 100,000,000 keys. */
const MANY = 100;

/** The cost of a check inside a Node program, compared with well-known libraries. */
export async function verifier({ keys, seconds }: BenchOptions): Promise<Figures> {
  return await inFolder(async (folder) => {
    const { authority, sets } = await startSets(join(folder, 'data'), sizesUpTo(keys));
    try {
      const { rows, curves } = await hotChecks(sets, (seconds * 1_000 * SHARE_OF_SECONDS) / ROUNDS);
      return { rows: [...rows, ...(await manyPins(keys * MANY))], curves };
    } finally {
      await authority.stop();
    }
  });
}
