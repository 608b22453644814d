import { renameSync } from 'node:fs';
import type { Client } from 'pg';
import { StartError } from '../../start-error.ts';
import { connect } from '../postgres/connect.ts';
import { migrateDatabase } from '../postgres/migrate.ts';
import { WRITER_LOCK } from '../postgres/session.ts';
import { openDatabase } from '../sqlite/node-sqlite.ts';
import { openSqliteStore } from '../sqlite/open.ts';
import { assertWhole, continueNumbers, copyTable, countRows, tables } from './copy.ts';
import { relax } from './relax.ts';

/** What was copied. */
export interface Moved {
  readonly rows: number;
  readonly keys: number;
  readonly workspaces: number;
}

/** Called as rows are copied. */
export type Progress = (copied: number, of: number) => void;

/**
 * Copies a SQLite database into an empty PostgreSQL database, all of it or nothing, with every number as it is. Then the file is
 * called `<file>.moved`, so that no authority can start from it: two would go on from the same position.
 *
 * @param file - Nothing else may be using it.
 * @throws {@link StartError} if the target isn't empty.
 */
export async function moveDatabase(file: string, url: string, progress: Progress): Promise<Moved> {
  // Brings it to the current schema, and empties its log into the file.
  await openSqliteStore(file).close();
  await migrateDatabase(url);
  const target = await connect(url, 'moves', 0);
  try {
    await target.query(
      `BEGIN; SELECT pg_advisory_xact_lock(${WRITER_LOCK}); SET LOCAL maintenance_work_mem = '256MB'`,
    );
    await assertEmpty(target);
    const moved = await copyAll(file, target, progress);
    await commit(target, file);
    // Before a VACUUM, PostgreSQL also reads the table for each index entry. If it fails, autovacuum does it later.
    await target.query(`VACUUM (ANALYZE) ${tables.join(', ')}`).catch(() => {});
    return moved;
  } catch (error) {
    await target.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    await target.end().catch(() => {});
  }
}

async function copyAll(file: string, target: Client, progress: Progress): Promise<Moved> {
  const source = openDatabase(file, true);
  try {
    const counts = countRows(source);
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const restore = await relax(target, tables);
    let copied = 0;
    for (const table of tables) {
      await copyTable(source, target, table, (rows) => {
        copied += rows;
        progress(copied, total);
      });
    }
    await restore();
    await continueNumbers(target);
    await assertWhole(target, counts);
    return { rows: total, keys: counts.get('keys') ?? 0, workspaces: counts.get('workspaces') ?? 0 };
  } finally {
    source.close();
  }
}

/** The file gets its new name first: a crash between the two leaves no authority at all rather than two. */
async function commit(target: Client, file: string): Promise<void> {
  const moved = `${file}.moved`;
  renameSync(file, moved);
  try {
    const { command } = await target.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
  } catch (cause) {
    if (cause instanceof Error && 'severity' in cause) {
      // PostgreSQL itself says that nothing was committed.
      renameSync(moved, file);
      throw cause;
    }
    throw new StartError(
      `The connection broke during the commit. If the database now has workspaces, everything was moved. If it is empty, rename ${moved} to ${file} and run the move again.`,
      { cause },
    );
  }
}

async function assertEmpty(target: Client): Promise<void> {
  const { rows } = await target.query(
    tables
      .map((table) => `SELECT 1 FROM (SELECT 1 FROM ${table} LIMIT 1) AS ${table}_row`)
      .join(' UNION ALL '),
  );
  if (rows.length === 0) return;
  throw new StartError(
    'The database already holds an authority, so nothing was moved. Create an empty database, and pass its address with --database.',
  );
}
