import type { KeysWanted } from '../../store/queries/keys.ts';
import { revokeStep } from '../keys/end-keys.ts';
import type { RevocationFilter } from '../keys/types.ts';
import type { Step } from './types.ts';
import { nextKeys } from './walk.ts';

/** The content of `tasks.details` for a bulk revocation; the customer has its own column. */
export interface RevokeDetails {
  readonly filter: Omit<RevocationFilter, 'customer' | 'createdBy'> & {
    /** The creator, under each name that records may use. */
    readonly makers?: readonly string[] | undefined;
    /** The ID of the signing key that signed them. */
    readonly signedBy?: string | undefined;
  };
  readonly reason?: string | undefined;
}

/** Revokes the keys that match. */
export const revokeMatching: Step = async (ledger, task, most) => {
  const { filter, reason }: RevokeDetails = JSON.parse(task.details);
  const { keys, below } = await nextKeys(ledger.tx.db, task, most, matching(filter, ledger.at));
  for (const key of keys) await revokeStep(reason)(ledger, key, ledger.workspace);
  return { next: below === 0 ? undefined : { kind: 'revoke', below }, keyIds: keys.map(({ kid }) => kid) };
};

/** The keys that match a filter and have not ended. */
export function matching(filter: RevokeDetails['filter'], now: number): KeysWanted {
  const { makers, signedBy, createdAfter, createdBefore } = filter;
  return { liveAt: now, makers, signedBy, createdAfter, createdBefore };
}
