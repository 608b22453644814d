import type { KeysOf, KeysWanted } from '../../store/queries/keys.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { OwnedKeyRow } from '../../store/rows.ts';
import { ROWS_PER_TURN } from '../stretches.ts';
import type { TaskOf } from './types.ts';

/** The next keys when walking from the newest to the oldest. */
export interface Stretch {
  readonly keys: readonly OwnedKeyRow[];
  /** Where the next batch starts; 0 after the last. */
  readonly below: number;
}

/**
 * Returns the next matching keys of a customer, or of a workspace if no customer is given: at most `most`,
 * out of at most 5,000 scanned. If few keys match, searching for the next one would otherwise scan a million
 * at once.
 */
export async function nextKeys(
  { keys }: Pick<Reads, 'keys'>,
  { below, ...of }: KeysOf & Pick<TaskOf, 'below'>,
  most: number,
  wanted: KeysWanted,
): Promise<Stretch> {
  if (most === Infinity) return { keys: await keys.newest(of, wanted, { from: 0, below }), below: 0 };
  const from = (await keys.further(of, below, ROWS_PER_TURN)) ?? 0;
  const found = await keys.newest(of, wanted, { from, below, most });
  return { keys: found, below: found.length < most ? from : (found.at(-1)?.id ?? 0) };
}
