import { type Kysely, type RawBuilder, sql } from 'kysely';
import { MOST_USES, type UsageQueries } from '../../queries/usage.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

/** The count of the existing row plus these, at most {@link MOST_USES}. */
function sumOf(table: 'usage' | 'calls', count: number): RawBuilder<number> {
  const before = sql.ref(`${table}.count`);
  const most = sql.lit(MOST_USES);
  return sql<number>`case when ${before} > ${most} - ${count} then ${most} else ${before} + ${count} end`;
}

const addToKey = prepared((db, key_id: number, hour: number, count: number) =>
  db
    .insertInto('usage')
    .values({ key_id, hour, count })
    .onConflict((conflict) =>
      conflict.columns(['key_id', 'hour']).doUpdateSet({ count: sumOf('usage', count) }),
    ),
);
const addToWorkspace = prepared((db, workspace_id: number, hour: number, count: number) =>
  db
    .insertInto('calls')
    .values({ workspace_id, hour, count })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'hour']).doUpdateSet({ count: sumOf('calls', count) }),
    ),
);

const removeOfKey = prepared((db, keyId: number, hour: number) =>
  db.deleteFrom('usage').where('key_id', '=', keyId).where('hour', '=', hour),
);
const removeOfWorkspace = prepared((db, workspaceId: number, hour: number) =>
  db.deleteFrom('calls').where('workspace_id', '=', workspaceId).where('hour', '=', hour),
);

export function usageQueries(db: Kysely<Database>): UsageQueries {
  return {
    ofKey: (keyId, fromHour) =>
      db
        .selectFrom('usage')
        .select(['hour', 'count'])
        .where('key_id', '=', keyId)
        .where('hour', '>=', fromHour)
        .orderBy('hour')
        .execute(),
    ofWorkspace: (workspaceId, fromHour) =>
      db
        .selectFrom('calls')
        .select(['hour', 'count'])
        .where('workspace_id', '=', workspaceId)
        .where('hour', '>=', fromHour)
        .orderBy('hour')
        .execute(),
    async any(workspaceId) {
      const row = await db
        .selectFrom('calls')
        .select('hour')
        .where('workspace_id', '=', workspaceId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
    keysBefore: (hour, most) =>
      db.selectFrom('usage').select(['key_id', 'hour']).where('hour', '<', hour).limit(most).execute(),
    workspacesBefore: (hour, most) =>
      db.selectFrom('calls').select(['workspace_id', 'hour']).where('hour', '<', hour).limit(most).execute(),
    async addToKey(keyId, hour, count) {
      await addToKey(db, keyId, hour, count);
    },
    async addToWorkspace(workspaceId, hour, count) {
      await addToWorkspace(db, workspaceId, hour, count);
    },
    async removeOfKeys(rows) {
      for (const { key_id, hour } of rows) {
        await removeOfKey(db, key_id, hour);
      }
    },
    async removeOfWorkspaces(rows) {
      for (const { workspace_id, hour } of rows) {
        await removeOfWorkspace(db, workspace_id, hour);
      }
    },
  };
}
