import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { type Kysely, sql } from 'kysely';
import type { Dialect } from '../sql/dialect.ts';
import { isInKeyIndex } from '../sql/key-entries.ts';
import { pinStart, startOf } from '../sql/pin-start.ts';
import { preparedList } from '../sql/prepared.ts';
import { selectKeys } from '../sql/queries/select-keys.ts';
import type { Database } from '../sql/tables.ts';
import { statementOf } from './node-sqlite.ts';
import { publishedQueries } from './published.ts';

const byPinStarts = preparedList((db, starts: readonly Uint8Array[]) =>
  selectKeys(db).where(pinStart, 'in', starts),
);

/**
 * A statement that inserts many rows must be able to take back those before one that fails. For that, SQLite copies each page that
 * it changes, which costs more than many statements. Not so with OR FAIL, which leaves them: the writer takes back the operation.
 * But a foreign key or a trigger that raises ABORT brings the copies back.
 */
const withoutReferences: ReadonlySet<string> = new Set(['changes', 'audit', 'audit_texts']);
const ROWS_A_STATEMENT = 25;

function insertOf(
  db: Kysely<Database>,
  table: string,
  columns: readonly string[],
  rows: number,
): StatementSync {
  const names = columns.map((name) => `"${name}"`).join(', ');
  const row = `(${columns.map(() => '?').join(', ')})`;
  return statementOf(
    db,
    `INSERT OR FAIL INTO "${table}" (${names}) VALUES ${row}${`, ${row}`.repeat(rows - 1)}`,
  );
}

function valuesOf(row: object): SQLInputValue[] {
  return Object.values(row);
}

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
    const size = withoutReferences.has(table) ? ROWS_A_STATEMENT : 1;
    const whole = rows.length - (rows.length % size);
    const one = insertOf(db, table, columns, 1);
    const many = whole > 0 ? insertOf(db, table, columns, size) : one;
    // Without Kysely, whose way to the statement takes as long as the insert.
    for (let at = 0; at < whole; at += size) many.run(...rows.slice(at, at + size).flatMap(valuesOf));
    for (const row of rows.slice(whole)) one.run(...valuesOf(row));
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
