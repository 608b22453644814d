import type { Kysely } from 'kysely';
import { AuthorityError } from '../errors.ts';
import { prepared } from '../store/prepared.ts';
import type { Database, WorkspaceRow } from '../store/tables.ts';

const bySlug = prepared((db, slug: string) =>
  db.selectFrom('workspaces').selectAll().where('slug', '=', slug),
);

/** @throws {@link AuthorityError} `workspace_not_found`. */
export async function workspaceRow(db: Kysely<Database>, slug: string): Promise<WorkspaceRow> {
  const [row] = await bySlug(db, slug);
  if (row === undefined) {
    throw new AuthorityError(
      'workspace_not_found',
      `There is no workspace "${slug}". Take one from the list of workspaces.`,
    );
  }
  return row;
}

/** The opaque cursor of a page: the id of its last row. */
export function cursorOf(id: number): string {
  return Buffer.from(String(id)).toString('base64url');
}

/** @throws {@link AuthorityError} `invalid_request` for a cursor that no page gave. */
export function idOfCursor(cursor: string): number {
  const id = Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isSafeInteger(id) || cursorOf(id) !== cursor) {
    throw new AuthorityError('invalid_request', 'The cursor is not one that a page gave. Begin without it.', {
      pointer: '/cursor',
    });
  }
  return id;
}
