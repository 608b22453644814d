import type { KeysOf, KeysWanted } from '../../store/queries/keys.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { OwnedKeyRow } from '../../store/rows.ts';
import { ROWS_PER_TURN } from '../stretches.ts';
import type { TaskOf } from './types.ts';

/** The next keys of a walk from the newest to the oldest. */
export interface Stretch {
  readonly keys: readonly OwnedKeyRow[];
  /** Where the next stretch begins; 0 when this was the last. */
  readonly below: number;
}

/**
 * The next keys of a customer, or of a workspace where there is none, that are wanted: at most `most`, out of at most 5,000. Where few are
 * wanted, a search for the next one would look through a million in one go.
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
