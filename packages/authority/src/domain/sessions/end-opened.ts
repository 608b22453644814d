import type { Tx } from '../../store/store.ts';
import { allows } from '../access/permissions.ts';

/** Ends the portal sessions that somebody opened, and his own of the console. */
export async function endSessionsOpenedBy({ db }: Tx, id: string): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where(({ or, eb }) => or([eb('created_by', '=', id), eb('holder', '=', id)]))
    .execute();
}

/** Ends the portal sessions that somebody opened where he may no longer open any. */
export async function endPortalSessionsBeyond(
  { db }: Tx,
  id: string,
  scopes: readonly string[],
): Promise<void> {
  const opened = await db
    .selectFrom('sessions')
    .innerJoin('workspaces', 'workspaces.id', 'sessions.workspace_id')
    .select(['sessions.id', 'workspaces.slug'])
    .where('sessions.created_by', '=', id)
    .execute();
  for (const session of opened) {
    if (allows({ scopes }, 'portal:write', session.slug)) continue;
    await db.deleteFrom('sessions').where('id', '=', session.id).execute();
  }
}
