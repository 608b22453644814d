import type { Tx } from '../../store/store.ts';
import { allows } from '../access/permissions.ts';

/** Ends the portal sessions that an opener has opened and the opener's own console sessions. */
export async function endSessionsOpenedBy({ db }: Tx, id: string): Promise<void> {
  await db.sessions.removeOf(id);
}

/** Ends the portal sessions in workspaces where their opener may no longer open any. */
export async function endPortalSessionsBeyond(
  { db }: Tx,
  id: string,
  scopes: readonly string[],
): Promise<void> {
  const opened = await db.sessions.openedBy(id);
  const beyond = opened.filter(({ slug }) => !allows({ scopes }, 'portal:write', slug));
  for (const session of beyond) await db.sessions.remove([session.id]);
}
