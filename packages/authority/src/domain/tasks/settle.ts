import { changeKey } from '../keys/lifecycle.ts';
import type { Step } from './types.ts';
import { nextKeys } from './walk.ts';

/** Updates the pins of a customer's keys to match the customer's state: removed while it is suspended. */
export const settleStep: Step = async (ledger, task, most) => {
  const { keys, below } = await nextKeys(ledger.tx.db, task, most, { isRevoked: false });
  for (const key of keys) await changeKey(ledger, key, key.customer_state, {});
  return { next: below === 0 ? undefined : { kind: 'settle', below }, keyIds: keys.map(({ kid }) => kid) };
};
