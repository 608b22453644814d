import { AuthorityError } from '../../errors.ts';
import type { SessionRow, WorkspaceRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import type { Actor } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { customerRow } from '../customers/rows.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { Session } from './types.ts';

/** Ends one portal session of a workspace. */
export async function endSession(
  { store, now }: Context,
  actor: Actor,
  slug: string,
  sessionId: string,
): Promise<void> {
  const workspace = await workspaceRow(store.read, slug);
  await store.end(async (tx) => {
    const row = await tx.db.sessions.byId(sessionId);
    if (row === undefined || row.workspace_id !== workspace.id || row.expires_at <= now()) {
      throw new AuthorityError(
        'session_not_found',
        'No active session with this ID: it has ended or never existed. GET …/portal-sessions lists active sessions.',
      );
    }
    await remove(tx, workspace, actor, now(), [row]);
  });
}

/** Ends all portal sessions of a customer. */
export async function endSessionsOf(
  { store, now }: Context,
  actor: Actor,
  slug: string,
  subject: string,
): Promise<number> {
  const workspace = await workspaceRow(store.read, slug);
  const customer = await customerRow(store.read, workspace, subject);
  return store.end(async (tx) => {
    const rows = await tx.db.sessions.ofCustomer(customer.id, now());
    await remove(tx, workspace, actor, now(), rows);
    return rows.length;
  });
}

/** A session that ends itself; one of the console in the audit of administrators. */
export async function signOut({ store, now }: Context, actor: Actor, session: Session): Promise<void> {
  const workspace = await workspaceRow(store.read, session.workspace ?? ADMIN_SLUG);
  await store.end(async (tx) => {
    const row = await tx.db.sessions.byId(session.id);
    await remove(tx, workspace, actor, now(), row === undefined ? [] : [row]);
  });
}

/** The row goes, and with it the hash and what is personal. */
async function remove(
  tx: Tx,
  workspace: WorkspaceRow,
  actor: Actor,
  at: number,
  rows: readonly SessionRow[],
): Promise<void> {
  await Ledger.write(tx, workspace.id, actor, at, async (ledger) => {
    for (const row of rows) {
      await tx.db.sessions.remove([row.id]);
      const customer = await tx.db.customers.byId(row.customer_id ?? 0);
      ledger.record({ action: 'session.end', customerRef: customer?.ref, details: { session: row.id } });
    }
  });
}
