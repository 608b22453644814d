import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { CustomerRow, SessionRow, WorkspaceRow } from '../../store/rows.ts';
import type { Bounds, Person } from '../access/actor.ts';
import type { PortalAct } from './types.ts';

/** The content of `sessions.bounds` for a portal session. */
export interface PortalBounds extends Omit<Bounds, 'customer'> {
  readonly can: readonly PortalAct[];
  readonly returnUrl: string | null;
  readonly locale: string | null;
}

export const boundsOf = (row: SessionRow): PortalBounds => JSON.parse(row.bounds);

export function personOf(row: SessionRow): Person | null {
  return row.person_id === null ? null : { id: row.person_id, name: row.person_name };
}

/** Returns a portal session's workspace and customer. */
export async function ownersOf(
  db: Reads,
  row: SessionRow,
): Promise<{ readonly workspace: WorkspaceRow; readonly customer: CustomerRow }> {
  const workspace = await db.workspaces.byId(row.workspace_id ?? 0);
  const customer = await db.customers.byId(row.customer_id ?? 0);
  if (workspace === undefined || customer === undefined || hasGone(customer)) throw ended();
  return { workspace, customer };
}

/** Always the same message, so that an attacker doesn't learn which part was wrong. */
export function ended(): AuthorityError {
  return new AuthorityError(
    'session_ended',
    'This session has ended: it expired, was signed out, or was ended by the API provider. Go back to where you opened this page and open it again.',
  );
}

/** Erased or being erased: its sessions ended when the erasure was requested. */
function hasGone({ state }: CustomerRow): boolean {
  return state === 'erasing' || state === 'erased';
}
