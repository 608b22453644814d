import type { Tx } from '../../store/store.ts';
import { findUnknown } from '../audit/trust/find-unknown.ts';
import { changeKey } from '../keys/lifecycle.ts';
import type { RevokeDetails } from './revoke.ts';
import type { Step } from './types.ts';

/**
 * Revokes the keys that the audit log doesn't know in their current form, including those that are published
 * although their record says revoked.
 */
export const revokeUnknown: Step = async (ledger, task, most) => {
  const { reason }: RevokeDetails = JSON.parse(task.details);
  const { keys, below } = await findUnknown(ledger.tx.db, ledger.workspace.id, task.below, most);
  for (const key of keys) {
    await changeKey(ledger, key, 'active', {
      revoked_at: key.revoked_at ?? ledger.at,
      revocation_reason: key.revocation_reason ?? reason ?? null,
    });
    ledger.record({
      action: 'key.revoke',
      kid: key.kid,
      customerRef: await customerRefOf(ledger.tx.db, key.customer_id),
      details: { unknownToAudit: true },
      texts: { reason },
    });
  }
  return {
    next: below === 0 ? undefined : { kind: 'revoke-unknown', below },
    keyIds: keys.map(({ kid }) => kid),
  };
};

async function customerRefOf(db: Tx['db'], id: number): Promise<string | undefined> {
  return (await db.customers.byId(id))?.ref;
}
