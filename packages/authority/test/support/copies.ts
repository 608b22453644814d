/** As many copies of one database as a test needs, over SQLite and over PostgreSQL. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Pool } from 'pg';
import type { RunningPostgres } from '../../../../tools/testing/postgres.ts';
import { tables } from '../../src/store/move/copy.ts';
import { moveDatabase } from '../../src/store/move/move.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeFolder } from './fixture.ts';
import { assertLedgers, assertLedgersOf } from './ledger.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

export interface Copy {
  readonly store: Store;
  /** The rows of all tables. */
  content(): Promise<Readonly<Record<string, Rows>>>;
  assertLedgers(now: number): Promise<void>;
  close(): Promise<void>;
}

/** @param file - The original; nothing may be using it. */
export function sqliteCopies(file: string): () => Promise<Copy> {
  return async () => {
    const own = join(makeFolder(), 'lostwax.db');
    cpSync(file, own);
    const store = openSqliteStore(own);
    const reader = new DatabaseSync(own, { readOnly: true });
    const all = tables.map((table) => [table, reader.prepare(`SELECT * FROM ${table}`)] as const);
    return {
      store,
      content: async () => Object.fromEntries(all.map(([table, rows]) => [table, rows.all()])),
      assertLedgers: async (now) => assertLedgers(own, now),
      async close() {
        reader.close();
        await store.close();
      },
    };
  };
}

/** @param file - The original; it is moved into a database from which the copies are made. */
export async function postgresCopies(postgres: RunningPostgres, file: string): Promise<() => Promise<Copy>> {
  const own = join(makeFolder(), 'lostwax.db');
  cpSync(file, own);
  const original = await postgres.database();
  await moveDatabase(own, original, () => {});
  const name = original.split('/').at(-1);
  const text = `SELECT json_build_object(${tables
    .map((table) => `'${table}', (SELECT coalesce(json_agg(t ORDER BY t::text), '[]') FROM ${table} t)`)
    .join(', ')}) AS content`;
  let copies = 0;
  return async () => {
    copies += 1;
    const url = `${original}_copy_${copies}`;
    const administrator = original.replace(/[^/]*$/, 'postgres');
    await postgres.query(administrator, `CREATE DATABASE ${name}_copy_${copies} TEMPLATE ${name}`);
    const store = await openPostgresStore(url);
    const reader = new Pool({ connectionString: url, max: 1 });
    return {
      store,
      content: async () => (await reader.query(text)).rows[0].content,
      assertLedgers: (now) =>
        assertLedgersOf(async (query) => (await reader.query(query)).rows.map(asNumbers), now),
      async close() {
        await reader.end();
        await store.close();
      },
    };
  };
}

/** `pg` returns a bigint as a string. */
function asNumbers(row: Record<string, string | number | null | Uint8Array>) {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'string' && numbers.has(name) ? Number(value) : value,
    ]),
  );
}

const numbers: ReadonlySet<string> = new Set([
  ...['id', 'workspace_id', 'customer_id', 'key_id', 'epoch', 'seq', 'audit_seq', 'at', 'live_keys'],
  ...['changed_epoch', 'changed_seq', 'changed_at', 'expires_at', 'revoked_at', 'disabled_at'],
]);
