import { type Kysely, sql } from 'kysely';
import type { KeyReads } from '../../queries/keys.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

// `published` must not be a parameter: the expiration indexes are partial.
const due = prepared((db, now: number, most: number) =>
  db
    .selectFrom('keys')
    .select(['id', 'workspace_id', 'kid'])
    .where('published', '=', sql.lit(1))
    .where('expires_at', '<=', now)
    .limit(most),
);
const endedEarly = prepared((db, now: number, most: number) =>
  db
    .selectFrom('keys')
    .innerJoin('customers', 'customers.id', 'keys.customer_id')
    .select(['keys.id', 'keys.workspace_id', 'keys.kid'])
    .where('published', '=', sql.lit(0))
    .where('revoked_at', 'is', null)
    .where('disabled_at', 'is', null)
    .where('expires_at', '>', now)
    .where('state', '=', 'active')
    .limit(most),
);
const next = prepared((db) =>
  db
    .selectFrom('keys')
    .select('expires_at')
    .where('published', '=', sql.lit(1))
    .where('expires_at', 'is not', null)
    .orderBy('expires_at')
    .limit(1),
);

export function keyExpiry(db: Kysely<Database>): Pick<KeyReads, 'due' | 'endedEarly' | 'nextExpiry'> {
  return {
    due: (now, most) => due(db, now, most),
    endedEarly: (now, most) => endedEarly(db, now, most),
    nextExpiry: async () => (await next(db))[0]?.expires_at ?? undefined,
  };
}
