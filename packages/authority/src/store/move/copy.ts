import type { DatabaseSync } from 'node:sqlite';
import type { Client } from 'pg';
import { insertText, jsonRows } from '../postgres/json-rows.ts';

/** All tables, each after those that its rows refer to. */
export const tables = [
  ...['workspaces', 'customers', 'keys', 'signing_keys', 'changes', 'audit', 'audit_texts', 'idempotency'],
  ...['readers', 'usage', 'calls', 'workspace_images', 'people', 'sessions', 'tasks', 'short_lived'],
] as const;

/** Tables whose rows are numbered by the database. */
const numbered = ['workspaces', 'customers', 'keys', 'signing_keys', 'tasks'] as const;

/** Rows per statement: some megabytes. */
const CHUNK = 2_000;
/** Statements on their way: one process reads while the other writes. */
const MOST_SENT = 2;

/** The number of rows of each table. */
export function countRows(source: DatabaseSync): ReadonlyMap<string, number> {
  return new Map(
    tables.map((table) => [table, Number(source.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'])]),
  );
}

/**
 * Copies all rows of one table.
 *
 * @param copied - Called with the number of rows that were sent.
 */
export async function copyTable(
  source: DatabaseSync,
  target: Client,
  table: string,
  copied: (rows: number) => void,
): Promise<void> {
  const names = source
    .prepare(`PRAGMA table_info(${table})`)
    .all()
    .map(({ name }) => String(name));
  const text = insertText(table, names);
  const sent: Promise<unknown>[] = [];
  let rows: object[] = [];
  const send = async (): Promise<void> => {
    const answer = target.query({ name: `move_${table}`, text, values: [jsonRows(rows)] });
    answer.catch(() => {});
    sent.push(answer);
    const { length } = rows;
    rows = [];
    if (sent.length > MOST_SENT) await sent.shift();
    copied(length);
  };
  for (const row of source
    .prepare(`SELECT ${names.map((name) => `"${name}"`).join(', ')} FROM ${table}`)
    .iterate()) {
    rows.push(row);
    if (rows.length === CHUNK) await send();
  }
  if (rows.length > 0) await send();
  await Promise.all(sent);
}

/** Continues each numbering after the last row. */
export async function continueNumbers(target: Client): Promise<void> {
  for (const table of numbered) {
    await target.query(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table})) FROM ${table} LIMIT 1`,
    );
  }
}

/** @throws If a table lacks rows. */
export async function assertWhole(target: Client, expected: ReadonlyMap<string, number>): Promise<void> {
  for (const [table, count] of expected) {
    const { rows } = await target.query(`SELECT count(*) AS n FROM ${table}`);
    const { n } = rows[0] as { readonly n: number };
    if (n !== count) throw new Error(`The table ${table} has ${n} rows after the copy instead of ${count}.`);
  }
}
