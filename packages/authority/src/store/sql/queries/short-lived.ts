import type { Kysely } from 'kysely';
import type { ShortLivedQueries } from '../../queries/short-lived.ts';
import { prepared } from '../prepared.ts';
import type { Database } from '../tables.ts';

const one = prepared((db, workspaceId: number, kind: string, id: string, now: number) =>
  db
    .selectFrom('short_lived')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind as 'signer')
    .where('id', '=', id)
    .where('until', '>', now),
);
const count = prepared((db, workspaceId: number, kind: string, now: number, most: number) =>
  db
    .selectFrom(
      db
        .selectFrom('short_lived')
        .select('id')
        .where('workspace_id', '=', workspaceId)
        .where('kind', '=', kind as 'signer')
        .where('until', '>', now)
        .limit(most)
        .as('live'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count')),
);
const remove = prepared((db, workspaceId: number, kind: string, id: string, until: number) =>
  db
    .deleteFrom('short_lived')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', kind as 'signer')
    .where('id', '=', id)
    .where('until', '=', until),
);

export function shortLivedQueries(db: Kysely<Database>): ShortLivedQueries {
  return {
    live: (workspaceId, kind, now, most) =>
      db
        .selectFrom('short_lived')
        .select(['id', 'content'])
        .where('workspace_id', '=', workspaceId)
        .where('kind', '=', kind)
        .where('until', '>', now)
        .orderBy('id')
        .limit(most)
        .execute(),
    countLive: async (workspaceId, kind, now, most) =>
      (await count(db, workspaceId, kind, now, most))[0]?.count ?? 0,
    has: async (workspaceId, kind, id, now) => (await one(db, workspaceId, kind, id, now)).length > 0,
    over: (now, most) =>
      db.selectFrom('short_lived').selectAll().where('until', '<=', now).limit(most).execute(),
    async put(row) {
      const { content, until } = row;
      await db
        .insertInto('short_lived')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['workspace_id', 'kind', 'id']).doUpdateSet({ content, until }),
        )
        .execute();
    },
    async remove(rows) {
      for (const { workspace_id, kind, id, until } of rows) await remove(db, workspace_id, kind, id, until);
    },
  };
}
