import type { Context } from '../context.ts';
import { customerRow } from '../customers/rows.ts';
import type { Page } from '../page.ts';
import { cursorOf, idOfCursor } from '../page.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { boundsOf, personOf } from './rows.ts';
import type { PortalSession, Sessions } from './types.ts';

/** Lists live portal sessions, newest first; a cursor continues after the last one of the previous page. */
export async function listSessions(
  { store, now }: Context,
  slug: string,
  filter: Parameters<Sessions['list']>[1],
): Promise<Page<PortalSession>> {
  const { customer, limit = 50, cursor } = filter;
  const workspace = await workspaceRow(store.read, slug);
  const owner = customer === undefined ? undefined : await customerRow(store.read, workspace, customer);
  const offset = cursor === undefined ? 0 : idOfCursor(cursor);
  const rows = await store.read.sessions.page(workspace.id, now(), {
    customerId: owner?.id,
    most: limit + 1,
    offset,
  });
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    customer: row.subject as string,
    actor: personOf(row),
    can: boundsOf(row).can,
    embed: row.embed === 1,
    begun: row.secret_hash !== null,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
  }));
  return { items, nextCursor: rows.length > limit ? cursorOf(offset + limit) : null };
}
