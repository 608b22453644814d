import type { Reads } from '../../../store/queries/queries.ts';
import type { AuditRow, CustomerRow, KeyRow } from '../../../store/rows.ts';
import { jsonObjectOf } from '../../stored-json.ts';
import { auditedEnd } from './audited-end.ts';

/** What makes a key live or not, the last of them counts. */
const turns: ReadonlyMap<string, boolean> = new Map([
  ['key.enable', true],
  ['key.disable', false],
  ['key.expire', false],
  ['key.unexpire', true],
]);

/**
 * Whether the audit lets a key live as its record says: it was not revoked, ends no later, is not called enabled after it was disabled, and
 * is published only where the last word of the audit is that it lives.
 *
 * @param rows - Those of the key, oldest first.
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

/** Whether a customer that the audit calls suspended is so in its record, and this key is not published. */
export async function isHeldBackAsAudited(
  db: Reads,
  key: KeyRow,
  customer: Pick<CustomerRow, 'ref' | 'state'>,
): Promise<boolean> {
  const details = await db.audit.lastState(customer.ref);
  if (details === undefined || jsonObjectOf(details)?.['state'] !== 'suspended') return true;
  if (customer.state === 'active') return false;
  if (key.published === 0) return true;
  // The keys of a customer follow its suspension one after another.
  return (await db.tasks.ofCustomer(key.customer_id)).length > 0;
}
