import { AuthorityError } from '../../errors.ts';
import type { SessionRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { change } from '../audit/change.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { customerRow } from '../customers/rows.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import type { Session } from './types.ts';

/** Ends one portal session of a workspace. */
export async function endSession(
  context: Context,
  actor: Actor,
  slug: string,
  sessionId: string,
): Promise<void> {
  const workspace = await workspaceRow(context.store.read, slug);
  const end = async (ledger: Ledger): Promise<void> => {
    const row = await ledger.tx.db.sessions.byId(sessionId);
    if (row === undefined || row.workspace_id !== workspace.id || row.expires_at <= ledger.at) {
      throw new AuthorityError(
        'session_not_found',
        'No active session with this ID: it has ended or never existed. GET …/portal-sessions lists active sessions.',
      );
    }
    await remove(ledger, [row]);
  };
  await change(context, actor, workspace.id, end, true);
}

/** Ends all portal sessions of a customer. */
export async function endSessionsOf(
  context: Context,
  actor: Actor,
  slug: string,
  subject: string,
): Promise<number> {
  const { read } = context.store;
  const workspace = await workspaceRow(read, slug);
  const customer = await customerRow(read, workspace, subject);
  const end = async (ledger: Ledger): Promise<number> => {
    const rows = await ledger.tx.db.sessions.ofCustomer(customer.id, ledger.at);
    await remove(ledger, rows);
    return rows.length;
  };
  return change(context, actor, workspace.id, end, true);
}

/**
 * Ends the caller's own session. For a console session, this is recorded in the audit log of administrators.
 */
export async function signOut(context: Context, actor: Actor, session: Session): Promise<void> {
  const workspace = await workspaceRow(context.store.read, session.workspace ?? ADMIN_SLUG);
  const end = async (ledger: Ledger): Promise<void> => {
    const row = await ledger.tx.db.sessions.byId(session.id);
    await remove(ledger, row === undefined ? [] : [row]);
  };
  await change(context, actor, workspace.id, end, true);
}

/** Deletes the row, and with it the hash and the personal data. */
async function remove(ledger: Ledger, rows: readonly SessionRow[]): Promise<void> {
  const { db } = ledger.tx;
  for (const row of rows) {
    await db.sessions.remove([row.id]);
    const customer = await db.customers.byId(row.customer_id ?? 0);
    ledger.record({ action: 'session.end', customerRef: customer?.ref, details: { session: row.id } });
  }
}
