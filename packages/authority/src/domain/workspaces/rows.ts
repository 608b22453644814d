import type { Kysely } from 'kysely';
import { AuthorityError } from '../../errors.ts';
import { prepared } from '../../store/prepared.ts';
import type { Database, WorkspaceRow } from '../../store/tables.ts';

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
