import type { CustomerRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import type { Ledger } from '../audit/ledger.ts';
import { changeKey } from '../keys/lifecycle.ts';
import type { Step } from './types.ts';
import { nextKeys } from './walk.ts';

/** Audit texts deleted per step. */
const TEXTS_A_STEP = 1_000;

const nothingPersonal = { name: null, metadata: '{}', claims: '{}', revocation_reason: null } as const;

/**
 * Revokes the keys of a customer and deletes their personal data, then the audit texts with their salts, then
 * the customer's own ID and name. Leftover bytes in the file are overwritten afterwards (`scrub`).
 */
export const eraseStep: Step = async (ledger, task, most) => {
  const customer = await customerOf(ledger, task.customer_id);
  const { keys, below } = task.below === 0 ? { keys: [], below: 0 } : await keysOf(ledger, task, most);
  for (const key of keys) {
    if (key.revoked_at === null) {
      await changeKey(ledger, key, customer.state, { ...nothingPersonal, revoked_at: ledger.at });
      ledger.record({ action: 'key.revoke', kid: key.kid, customerRef: customer.ref, isErased: true });
    } else await changeKey(ledger, key, customer.state, nothingPersonal);
  }
  const keyIds = keys.map(({ kid }) => kid);
  if (below > 0 || !(await deleteTexts(ledger.tx, customer.ref))) {
    return { next: { kind: 'erase', below }, keyIds };
  }
  await ledger.tx.db.customers.update(customer.id, { subject: null, name: null, state: 'erased' });
  ledger.record({ action: 'customer.erase', customerRef: customer.ref });
  return { next: { kind: 'scrub', below: 0 }, keyIds };
};

function keysOf(ledger: Ledger, task: Parameters<Step>[1], most: number) {
  return nextKeys(ledger.tx.db, task, most, {});
}

async function customerOf({ tx }: Ledger, id: number | null): Promise<CustomerRow> {
  return (await tx.db.customers.byId(id ?? 0)) as CustomerRow;
}

/** Deletes some of the audit texts of a customer or person; returns true when none are left. */
export async function deleteTexts({ db }: Tx, ref: string): Promise<boolean> {
  return (await db.audit.eraseTexts(ref, TEXTS_A_STEP)) < TEXTS_A_STEP;
}
