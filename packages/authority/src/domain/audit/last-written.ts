import type { Reads } from '../../store/queries/queries.ts';
import type { WorkspaceRow } from '../../store/rows.ts';

/** When anything was last recorded in a workspace, in milliseconds since the Unix epoch. */
export async function lastWritten(db: Reads, { id, created_at }: WorkspaceRow): Promise<number> {
  const [last] = await db.audit.page(id, {}, { order: 'newest first', most: 1 });
  return last?.at ?? created_at;
}
