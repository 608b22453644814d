import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import type { Store } from '../../src/store/store.ts';

/** The number of published keys in a workspace, counted one by one. */
export async function countPublished(store: Store, slug: string): Promise<number> {
  const rows = await tablesBehind(store.read)
    .selectFrom('keys')
    .innerJoin('workspaces', 'workspaces.id', 'keys.workspace_id')
    .select('keys.id')
    .where('workspaces.slug', '=', slug)
    .where('keys.published', '=', 1)
    .execute();
  return rows.length;
}
