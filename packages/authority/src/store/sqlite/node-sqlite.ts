import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { SetDigest } from '@lostwax/contract';
import { Kysely, SqliteDialect, type SqliteStatement } from 'kysely';
import type { Database } from '../sql/tables.ts';

/** How long a statement waits for another process's write. */
export const BUSY_MILLISECONDS = 5_000;

/** Size of the page cache. */
const CACHE_KIBIBYTES = 65_536;

/** Converts an error of the database. */
type Explain = (error: unknown) => unknown;

/**
 * Adapts node:sqlite to Kysely's dialect and caches prepared statements, because preparing costs more than
 * running.
 *
 * @param explain - Applied to each error. By default, SQLite's own are thrown.
 */
export function kyselyOver(database: DatabaseSync, explain: Explain = (error) => error): Kysely<Database> {
  const statements = new Map<string, SqliteStatement>();
  const db = new Kysely<Database>({
    dialect: new SqliteDialect({
      database: {
        prepare(text) {
          let statement = statements.get(text);
          if (statement === undefined) {
            statement = attempt(explain, () => adapt(database.prepare(text), explain));
            statements.set(text, statement);
          }
          return statement;
        },
        // The store closes the file: a dialect that was never used wouldn't.
        close: () => {},
      },
    }),
  });
  const direct = new Map<string, StatementSync>();
  directly.set(db, (text) => {
    const statement = direct.get(text) ?? database.prepare(text);
    direct.set(text, statement);
    return statement;
  });
  return db;
}

const directly = new WeakMap<Kysely<Database>, (text: string) => StatementSync>();

/** A prepared statement on the connection of {@link kyselyOver}. `text` must be one of few. */
export function statementOf(db: Kysely<Database>, text: string): StatementSync {
  const prepare = directly.get(db);
  if (prepare === undefined) throw new Error('These queries are not over SQLite.');
  return prepare(text);
}

function adapt(statement: StatementSync, explain: Explain): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => attempt(explain, () => allRows(statement, parameters as SQLInputValue[])),
    run: (parameters) => attempt(explain, () => statement.run(...(parameters as SQLInputValue[]))),
    iterate: (parameters) =>
      statement.iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>,
  };
}

function attempt<T>(explain: Explain, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explain(error);
  }
}

/**
 * Numbers beyond 2^53, which the authority never writes, make node:sqlite throw. They are then read as the
 * nearest safe value, so that one such row doesn't break every query that reads it.
 */
function allRows(statement: StatementSync, parameters: readonly SQLInputValue[]): unknown[] {
  try {
    return statement.all(...parameters);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_OUT_OF_RANGE') throw error;
  }
  statement.setReadBigInts(true);
  try {
    return statement
      .all(...parameters)
      .map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [
            name,
            typeof value === 'bigint' ? nearest(value) : value,
          ]),
        ),
      );
  } finally {
    statement.setReadBigInts(false);
  }
}

function nearest(value: bigint): number {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return Number(value > most ? most : value < -most ? -most : value);
}

/** Opens a file with the settings that durability requires and checks that they took effect. */
export function openDatabase(file: string, readOnly: boolean): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly, timeout: BUSY_MILLISECONDS });
  addSetDigest(database);
  if (readOnly) return database;
  // secure_delete: erased data is overwritten, not left in free pages. recursive_triggers: what INSERT OR REPLACE deletes runs the
  // triggers for deletions, too.
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;
     PRAGMA recursive_triggers = ON; PRAGMA cache_size = -${CACHE_KIBIBYTES}`,
  );
  const is = (pragma: string): unknown => Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0];
  if (is('journal_mode') !== 'wal' || is('synchronous') !== 2) {
    throw new Error(
      `SQLite does not support WAL with synchronous = FULL for ${file}. Check whether it is on a network file system.`,
    );
  }
  return database;
}

/** `set_digest(pin)`: the digest of all pins of a query, as in `workspaces.digest`. */
function addSetDigest(database: DatabaseSync): void {
  database.aggregate('set_digest', {
    deterministic: true,
    start: () => new SetDigest(),
    step: (digest: SetDigest, pin: Uint8Array) => digest.toggle(pin),
    result: (digest: SetDigest) => digest.bytes,
  } as never);
}

/**
 * SQLite before 3.51.3 can corrupt a write-ahead log that is reset during a read (sqlite.org, WAL-reset bug).
 */
export function assertSqliteVersion(version: string): void {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major * 1_000_000 + minor * 1_000 + patch < 3_051_003) {
    throw new Error(
      `SQLite ${version} can lose data in WAL mode; 3.51.3 or later is needed. Use Node 24.21 or later.`,
    );
  }
}
