import type { SQLInputValue } from 'node:sqlite';
import { sql } from 'kysely';
import type { Dialect } from '../sql/dialect.ts';
import { isInKeyIndex } from '../sql/key-entries.ts';
import { pinStart, startOf } from '../sql/pin-start.ts';
import { preparedList } from '../sql/prepared.ts';
import { selectKeys } from '../sql/queries/select-keys.ts';
import { statementOf } from './node-sqlite.ts';
import { publishedQueries } from './published.ts';

const byPinStarts = preparedList((db, starts: readonly Uint8Array[]) =>
  selectKeys(db).where(pinStart, 'in', starts),
);

/** What is SQLite's own, over connections of `node-sqlite.ts`. */
export const sqlite: Dialect = {
  published: publishedQueries,
  keysByPins: (db, pins) => byPinStarts(db, pins.map(startOf)),
  // The key's row has the number of the entry that created it, the index those of the others.
  isEntryOf: (kid) => sql<boolean>`audit.kid = ${kid} AND audit.seq IN (
    SELECT seq FROM audit WHERE kid = ${kid} AND ${isInKeyIndex}
    UNION ALL SELECT audit_seq FROM keys WHERE kid = ${kid})`,
  async insertAll(db, table, rows) {
    const [first] = rows;
    if (first === undefined) return;
    const columns = Object.keys(first);
    const names = columns.map((name) => `"${name}"`).join(', ');
    const text = `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`;
    const statement = statementOf(db, text);
    // Without Kysely, whose way to the statement takes as long as the insert.
    for (const row of rows) statement.run(...(Object.values(row) as SQLInputValue[]));
  },
  async newIds(db, table, count) {
    const last = Number(statementOf(db, `SELECT max(id) AS id FROM "${table}"`).get()?.['id'] ?? 0);
    return Array.from({ length: count }, (_, index) => last + 1 + index);
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
