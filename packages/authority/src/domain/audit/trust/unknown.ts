import type { Reads } from '../../../store/queries/queries.ts';
import type { KeyRow, WorkspaceRow } from '../../../store/rows.ts';
import { jsonObjectOf } from '../../stored-json.ts';
import { hasAuditedClaims } from './audited-claims.ts';
import { bindingOf } from './binding.ts';
import { isInChain } from './in-chain.ts';
import { isHeldBackAsAudited, livesAsAudited } from './standing.ts';

/** The actions whose rows bind a key. */
const BINDING_ACTIONS = new Set(['key.issue', 'key.rotate', 'key.bind']);

/**
 * Reports whether the audit log knows a key in the form of its record: a row of the chain binds this pin,
 * public half, customer, scopes, claims and expiration, and no later row ended the key or suspended its
 * customer without the record reflecting it.
 *
 * @param firstBound - See `AuditReads.firstBound`.
 */
export async function isKnownToAudit(
  db: Reads,
  workspace: WorkspaceRow,
  key: KeyRow,
  firstBound: number,
): Promise<boolean> {
  const rows = await db.audit.ofKey(workspace.id, key.kid);
  const bound = rows.findLast(
    ({ action, seq, details }) =>
      BINDING_ACTIONS.has(action) &&
      details.includes('"pinHash"') &&
      // Existing keys are bound once, before any key is issued. A later row of this kind was forged.
      (action !== 'key.bind' || seq < firstBound),
  );
  if (bound === undefined || !(await isInChain(db, workspace, bound))) return false;
  const customer = await db.customers.byId(key.customer_id);
  if (customer === undefined || customer.ref !== bound.customer_ref) return false;
  if (!isAsBound(key, bound.details) || !livesAsAudited(key, rows)) return false;
  return (await hasAuditedClaims(db, key, bound)) && isHeldBackAsAudited(db, key, customer);
}

function isAsBound(key: KeyRow, text: string): boolean {
  const details = jsonObjectOf(text);
  if (details === undefined) return false;
  const { pinHash, halfPinHash, publicHalfHash, credentialHash } = bindingOf(key);
  return (
    details['pinHash'] === pinHash &&
    details['halfPinHash'] === halfPinHash &&
    details['publicHalfHash'] === publicHalfHash &&
    details['credentialHash'] === credentialHash &&
    JSON.stringify(details['scopes']) === key.scopes
  );
}
