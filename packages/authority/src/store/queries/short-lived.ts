import type { ShortLivedRow } from '../rows.ts';

/** Reads of what must be remembered for minutes, by every replica: what belongs to access tokens. */
export interface ShortLivedReads {
  /** Those of a kind that count at `now`, at most `most`, by ID in code point order. */
  live(
    workspaceId: number,
    kind: ShortLivedRow['kind'],
    now: number,
    most: number,
  ): Promise<readonly Pick<ShortLivedRow, 'id' | 'content'>[]>;
  /** The number of those of a kind that count at `now`; it stops counting at `most`. */
  countLive(workspaceId: number, kind: ShortLivedRow['kind'], now: number, most: number): Promise<number>;
  /** Whether this one counts at `now`. One index lookup. */
  has(workspaceId: number, kind: ShortLivedRow['kind'], id: string, now: number): Promise<boolean>;
  /** At most `most` that had ended by `now`. */
  over(now: number, most: number): Promise<readonly ShortLivedRow[]>;
}

export interface ShortLivedQueries extends ShortLivedReads {
  /** Replaces the one with the same ID. */
  put(row: ShortLivedRow): Promise<void>;
  /** Deletes these, unless they were replaced meanwhile. */
  remove(rows: readonly ShortLivedRow[]): Promise<void>;
}
