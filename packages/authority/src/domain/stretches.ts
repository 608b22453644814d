import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows that are looked through between two turns of the event loop: some 10 ms. */
export const ROWS_PER_TURN = 5_000;

/** A list whose rows have rising ids and are read from the newest to the oldest. */
export interface Stretches<Row> {
  /** Ids begin below this one. */
  readonly below: number;
  readonly most: number;
  /** Whether many rows may lie between two that are wanted. */
  readonly sparse: boolean;
  /** The id so many rows further down than `below`, found by an index alone; undefined where the list ends before. */
  readonly further: (below: number, rows: number) => Promise<number | undefined>;
  /** The newest rows that are wanted, from `from` up to but without `below`, at most `limit`. */
  readonly read: (from: number, below: number, limit: number) => Promise<readonly Row[]>;
}

/**
 * Reads the newest rows of a list of which most may have to be looked through: no index finds a part of a name. It goes stretch by stretch, with a
 * turn of the event loop between them: the database answers in this thread, and a search among a million keys would hold up everybody for seconds.
 */
export async function newestOf<Row>(list: Stretches<Row>): Promise<Row[]> {
  const { most, sparse, further, read } = list;
  const found: Row[] = [];
  let { below } = list;
  for (;;) {
    const from = sparse ? await further(below, ROWS_PER_TURN) : undefined;
    for (const row of await read(from ?? 0, below, most - found.length)) found.push(row);
    if (from === undefined || found.length >= most) return found;
    below = from;
    await nextTurn();
  }
}
