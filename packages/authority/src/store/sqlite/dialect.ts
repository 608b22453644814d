import { sql } from 'kysely';
import type { Dialect } from '../sql/dialect.ts';
import { insertRow } from '../sql/prepared.ts';
import { publishedQueries } from './published.ts';

/** What is SQLite's own, over connections of `node-sqlite.ts`. */
export const sqlite: Dialect = {
  published: publishedQueries,
  async insertAll(db, table, rows) {
    for (const row of rows) await insertRow(db, table, row);
  },
  async digest(db, workspaceId) {
    const row = await db
      .selectFrom('keys')
      .select(sql<Uint8Array>`set_digest(pin)`.as('digest'))
      .where('workspace_id', '=', workspaceId)
      .where('published', '=', sql.lit(1))
      .where('jwk', 'is not', null)
      .executeTakeFirstOrThrow();
    return row.digest;
  },
};
