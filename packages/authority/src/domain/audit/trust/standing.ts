import type { Reads } from '../../../store/queries/queries.ts';
import type { AuditRow, CustomerRow, KeyRow } from '../../../store/rows.ts';
import { jsonObjectOf } from '../../stored-json.ts';
import { auditedEnd } from './audited-end.ts';

/** Actions that enable or disable a key; the last one counts. */
const turns: ReadonlyMap<string, boolean> = new Map([
  ['key.enable', true],
  ['key.disable', false],
  ['key.expire', false],
  ['key.unexpire', true],
]);

/**
 * Reports whether the audit log agrees with a key's record: the key was not revoked, doesn't expire later
 * than recorded, isn't active after it was disabled, and is published only if the last audit entry enables
 * it.
 *
 * @param rows - The rows of the key, oldest first.
 */
export function livesAsAudited(key: KeyRow, rows: readonly AuditRow[]): boolean {
  if (rows.some(({ action }) => action === 'key.revoke')) return false;
  const end = auditedEnd(rows);
  if (end !== null && (key.expires_at === null || key.expires_at > end)) return false;
  const counted = (action: string): boolean =>
    key.published === 0 ? action === 'key.enable' || action === 'key.disable' : turns.has(action);
  const last = rows.findLast(({ action }) => counted(action))?.action ?? 'key.enable';
  return turns.get(last) === true || (key.published === 0 && key.disabled_at !== null);
}

/**
 * Reports whether, if the audit log calls the customer suspended, its record agrees and this key isn't
 * published.
 */
export async function isHeldBackAsAudited(
  db: Reads,
  key: KeyRow,
  customer: Pick<CustomerRow, 'ref' | 'state'>,
): Promise<boolean> {
  const details = await db.audit.lastState(customer.ref);
  if (details === undefined || jsonObjectOf(details)?.['state'] !== 'suspended') return true;
  if (customer.state === 'active') return false;
  if (key.published === 0) return true;
  // A customer's keys follow its suspension one by one.
  return (await db.tasks.ofCustomer(key.customer_id)).length > 0;
}
