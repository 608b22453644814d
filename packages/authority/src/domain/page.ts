import { AuthorityError } from '../errors.ts';

export interface Page<T> {
  readonly items: readonly T[];
  /** Pass it as `cursor` to get the next page; null on the last page. */
  readonly nextCursor: string | null;
}

/**
 * Builds a page from rows that were read with one extra.
 *
 * @param idOf - The ID from which the cursor continues.
 */
export function cut<Row>(
  rows: readonly Row[],
  limit: number,
  idOf: (row: Row) => number,
): { readonly shown: readonly Row[]; readonly nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, nextCursor: rows.length > limit && last !== undefined ? cursorOf(idOf(last)) : null };
}

/** The opaque cursor of a page: the ID of its last row. */
export function cursorOf(id: number): string {
  return Buffer.from(String(id)).toString('base64url');
}

/** @throws {@link AuthorityError} `invalid_request` for a cursor that no page returned. */
export function idOfCursor(cursor: string): number {
  const id = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(id) || cursorOf(id) !== cursor) {
    throw new AuthorityError(
      'invalid_request',
      'The cursor is invalid. Send nextCursor from an earlier page unchanged, or start without a cursor.',
      {
        pointer: '/cursor',
      },
    );
  }
  return id;
}
