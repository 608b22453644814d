import type { Kysely } from 'kysely';
import type { ReaderQueries } from '../../queries/readers.ts';
import type { Database } from '../tables.ts';

export function readerQueries(db: Kysely<Database>): ReaderQueries {
  return {
    all: () => db.selectFrom('readers').selectAll().orderBy('created_at').orderBy('id').execute(),
    byName: (workspaceId, name) =>
      db
        .selectFrom('readers')
        .selectAll()
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .executeTakeFirst(),
    async insert(row) {
      await db.insertInto('readers').values(row).execute();
    },
    update: (workspaceId, id, change) =>
      db
        .updateTable('readers')
        .set(change)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst(),
    remove: (workspaceId, id) =>
      db
        .deleteFrom('readers')
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst(),
  };
}
