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
      `Workspace "${slug}" not found. GET /v1/workspaces lists the workspaces.`,
    );
  }
  return row;
}
