import { type Kysely, sql } from 'kysely';
import type { PublishedReads } from '../../queries/published.ts';
import type { Dialect } from '../dialect.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';
import { feedColumns } from './columns.ts';

const key = prepared((db, workspaceId: number, kid: string) =>
  db
    .selectFrom('keys')
    .innerJoin('workspaces', 'workspaces.id', 'keys.workspace_id')
    .select(['shard', 'jwk', 'published', 'lineage', 'changed_epoch', 'changed_seq', 'changed_digest'])
    .where('kid', '=', kid)
    .where('workspace_id', '=', workspaceId),
);

const signingKey = prepared((db, workspaceId: number, kid: string) =>
  db
    .selectFrom('signing_keys')
    .innerJoin('workspaces', 'workspaces.id', 'signing_keys.workspace_id')
    .select(['shard', 'jwk', 'published', 'lineage', 'changed_epoch', 'changed_seq', 'changed_digest'])
    .where('kid', '=', kid)
    .where('workspace_id', '=', workspaceId),
);

const keys = prepared((db, workspaceId: number, shard: number, after: number, most: number) =>
  db
    .selectFrom('keys')
    .innerJoin('customers', 'customers.id', 'keys.customer_id')
    .innerJoin('workspaces', 'workspaces.id', 'keys.workspace_id')
    .select(['keys.id', ...feedColumns])
    .where('keys.workspace_id', '=', workspaceId)
    .where('keys.shard', '=', shard)
    .where('keys.published', '=', sql.lit(1))
    .where('keys.id', '>', after)
    .orderBy('keys.id')
    .limit(most),
);

export function publishedQueries(db: Kysely<Database>, dialect: Dialect): PublishedReads {
  return {
    ...dialect.published(db),
    key: async (workspaceId, kid) =>
      (await key(db, workspaceId, kid))[0] ?? (await signingKey(db, workspaceId, kid))[0],
    keys: (workspaceId, shard, after, most) => keys(db, workspaceId, shard, after, most),
  };
}
