import { sql } from 'kysely';
import { revokeStep } from '../keys/end-keys.ts';
import type { selectKeys } from '../keys/key-view.ts';
import type { RevocationFilter } from '../keys/types.ts';
import type { Step } from './types.ts';
import { nextKeys } from './walk.ts';

/** What stands in `tasks.details` of a bulk revocation; the customer stands beside it. */
export interface RevokeDetails {
  readonly filter: Omit<RevocationFilter, 'customer' | 'createdBy'> & {
    /** Whoever made them, under each name that records may have for him. */
    readonly makers?: readonly string[] | undefined;
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

/** Adds the conditions of a filter, and that the key has not ended. */
export function matching(filter: RevokeDetails['filter'], now: number) {
  const { makers, createdAfter, createdBefore } = filter;
  return (keys: ReturnType<typeof selectKeys>): ReturnType<typeof selectKeys> =>
    keys
      .where('keys.revoked_at', 'is', null)
      .where(sql<boolean>`(keys.expires_at is null or keys.expires_at > ${now})`)
      .$if(makers !== undefined, (query) =>
        query.where(({ or, eb }) =>
          or([
            eb('keys.created_by', 'in', makers as readonly string[]),
            eb('keys.created_in', 'in', makers as readonly string[]),
          ]),
        ),
      )
      .$if(createdAfter !== undefined, (query) =>
        query.where('keys.created_at', '>=', createdAfter as number),
      )
      .$if(createdBefore !== undefined, (query) =>
        query.where('keys.created_at', '<', createdBefore as number),
      );
}
