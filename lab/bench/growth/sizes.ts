import { DatabaseSync } from 'node:sqlite';
import type { RunningPostgres } from '../../../tools/testing/postgres.ts';

/** Bytes by table, with its indexes. */
export type Sizes = ReadonlyMap<string, number>;

/** Whole pages: over many records, those that are partly filled don't count. */
export function sizesOfSqlite(file: string): Sizes {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return sizesIn(
      database
        .prepare(
          'SELECT tbl_name AS name, sum(pgsize) AS bytes FROM dbstat JOIN sqlite_schema USING (name) GROUP BY tbl_name',
        )
        .all(),
    );
  } finally {
    database.close();
  }
}

/** After a VACUUM, as autovacuum does it sooner or later. */
export async function sizesOfPostgres(postgres: RunningPostgres, url: string): Promise<Sizes> {
  await postgres.query(url, 'VACUUM');
  return sizesIn(
    await postgres.query(
      url,
      "SELECT relname AS name, pg_total_relation_size(oid) AS bytes FROM pg_class WHERE relkind = 'r'",
    ),
  );
}

function sizesIn(rows: readonly Record<string, unknown>[]): Sizes {
  return new Map(rows.map(({ name, bytes }) => [String(name), Number(bytes)]));
}
