import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions, Figures } from '../report.ts';
import { sizesUpTo, startSets } from '../sets.ts';
import { hotChecks } from './hot-check.ts';
import { manyPins } from './many-pins.ts';

/** Seconds are of one library at one size, in all rounds together. */
const SHARE_OF_SECONDS = 1 / 20;

/** The very large set, in large ones: 100,000,000 keys. */
const MANY = 100;

/** What a check costs inside a Node program, beside well-known libraries. */
export async function verifier({ keys, seconds }: BenchOptions): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-bench-'));
  try {
    const { authority, sets } = await startSets(join(folder, 'data'), sizesUpTo(keys));
    try {
      const { rows, curves } = await hotChecks(sets, seconds * 1_000 * SHARE_OF_SECONDS);
      return { rows: [...rows, ...(await manyPins(keys * MANY))], curves };
    } finally {
      await authority.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
