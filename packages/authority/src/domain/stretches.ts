import { setImmediate as nextTurn } from 'node:timers/promises';

/** Rows scanned between two turns of the event loop: about 10 ms. */
export const ROWS_PER_TURN = 5_000;

/** A list whose rows have ascending IDs and are read newest first. */
export interface Stretches<Row> {
  /** All IDs are below this one. */
  readonly below: number;
  readonly most: number;
  /** Whether there may be many rows between two matching ones. */
  readonly sparse: boolean;
  /** Returns the ID that many rows below `below`, using only an index; undefined if the list ends before. */
  readonly further: (below: number, rows: number) => Promise<number | undefined>;
  /** Returns the newest matching rows with `from` <= ID < `below`, at most `limit`. */
  readonly read: (from: number, below: number, limit: number) => Promise<readonly Row[]>;
}

/**
 * Reads the newest matching rows of a list that may have to be scanned almost entirely, because no index
 * finds part of a name. It scans in batches with a turn of the event loop in between: the database runs in
 * this thread, and a search among a million keys would block all other requests for seconds.
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
