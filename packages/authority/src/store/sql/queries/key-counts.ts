import { type Kysely, sql } from 'kysely';
import type { KeyReads } from '../../queries/keys.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';
import { ownedBy } from './select-keys.ts';

/** A live key that expires; for a predecessor, this means that its overlap is in progress. */
const lasts = (alias: 'elder' | 'first', now: number) =>
  sql<boolean>`${sql.ref(`${alias}.revoked_at`)} is null and ${sql.ref(`${alias}.expires_at`)} > ${now}`;

// The successor of a successor counts: otherwise a chain of rotations could have any number of keys.
const live = prepared((db, customerId: number, now: number) =>
  db
    .selectFrom('keys as k')
    .leftJoin('keys as elder', (join) => join.onRef('elder.kid', '=', 'k.replaces').on(lasts('elder', now)))
    .leftJoin('keys as first', (join) =>
      join.onRef('first.kid', '=', 'elder.replaces').on(lasts('first', now)),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('k.customer_id', '=', customerId)
    .where('k.revoked_at', 'is', null)
    .where(({ or, eb }) => or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', now)]))
    .where(({ or, eb }) => or([eb('elder.id', 'is', null), eb('first.id', 'is not', null)])),
);
const inOverlap = prepared((db, kid: string, now: number) =>
  db
    .selectFrom('keys as k')
    .innerJoin('keys as elder', 'elder.kid', 'k.replaces')
    .select('elder.id')
    .where('k.kid', '=', kid)
    .where(lasts('elder', now)),
);
const expiring = prepared((db, workspaceId: number, now: number, until: number, most: number) =>
  db
    .selectFrom((query) =>
      query
        .selectFrom('keys')
        .select('keys.expires_at')
        .where('workspace_id', '=', workspaceId)
        .where('published', '=', sql.lit(1))
        .where('expires_at', '>', now)
        .where('expires_at', '<=', until)
        .limit(most)
        .as('expiring'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count')),
);
const lasting = prepared((db, workspaceId: number, pattern: string) =>
  db
    .selectFrom('keys')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('published', '=', sql.lit(1))
    .where('expires_at', 'is', null)
    .where('scopes', 'like', pattern)
    .limit(1),
);
const publishedBy = prepared((db, workspaceId: number, maker: string) =>
  db
    .selectFrom('keys')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('created_by', '=', maker)
    .where('published', '=', sql.lit(1))
    .limit(1),
);
const any = prepared((db, workspaceId: number) =>
  db.selectFrom('keys').select('id').where('workspace_id', '=', workspaceId).limit(1),
);

type Counts = Pick<
  KeyReads,
  | 'any'
  | 'anyLasting'
  | 'anyPublishedBy'
  | 'countBelow'
  | 'countEnded'
  | 'countExpiring'
  | 'countLive'
  | 'isSuccessorInOverlap'
>;

export function keyCounts(db: Kysely<Database>): Counts {
  return {
    async countEnded({ workspace_id, customer_id }, now, most) {
      const one = db.selectFrom('keys').select(sql.lit(1).as('one')).limit(most);
      const revoked = one.where('workspace_id', '=', workspace_id).where('revoked_at', 'is not', null);
      const expired = one.where('revoked_at', 'is', null).where('expires_at', '<=', now);
      const queries =
        customer_id === null
          ? [revoked, expired.where('workspace_id', '=', workspace_id)]
          : [revoked.where('customer_id', '=', customer_id), expired.where('customer_id', '=', customer_id)];
      let count = 0;
      for (const query of queries) count += (await query.execute()).length;
      return count;
    },
    async countBelow(of, below, most) {
      const row = await db
        .selectFrom((query) =>
          query
            .selectFrom('keys')
            .select('keys.id')
            .where(ownedBy(of))
            .where('keys.id', '<', below)
            .orderBy('keys.id', 'desc')
            .limit(most)
            .as('stretch'),
        )
        .select(({ fn }) => [
          fn.countAll<number>().as('count'),
          fn.min<number | null>('stretch.id').as('lowest'),
        ])
        .executeTakeFirstOrThrow();
      return { count: row.count, lowest: row.lowest ?? 0 };
    },
    any: async (workspaceId) => (await any(db, workspaceId)).length > 0,
    anyLasting: async (workspaceId, scope) => (await lasting(db, workspaceId, `%"${scope}"%`)).length > 0,
    anyPublishedBy: async (workspaceId, maker) => (await publishedBy(db, workspaceId, maker)).length > 0,
    countExpiring: async (workspaceId, now, until, most) =>
      (await expiring(db, workspaceId, now, until, most))[0]?.count ?? 0,
    countLive: async (customerId, now) => (await live(db, customerId, now))[0]?.count ?? 0,
    isSuccessorInOverlap: async (kid, now) => (await inOverlap(db, kid, now)).length > 0,
  };
}
