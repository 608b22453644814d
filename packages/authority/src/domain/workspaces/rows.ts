import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { WorkspaceRow } from '../../store/rows.ts';

/** @throws {@link AuthorityError} `workspace_not_found`. */
export async function workspaceRow(
  { workspaces }: Pick<Reads, 'workspaces'>,
  slug: string,
): Promise<WorkspaceRow> {
  const row = await workspaces.bySlug(slug);
  if (row === undefined) {
    throw new AuthorityError(
      'workspace_not_found',
      `There is no workspace "${slug}". Take one from the list of workspaces.`,
    );
  }
  return row;
}
