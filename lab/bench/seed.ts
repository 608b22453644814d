/**
 * Fills an authority's database with keys that no one holds, far faster than issuing them: for benchmarks only.
 *
 * Key IDs and public halves are well formed, so that gateways and libraries accept them: key IDs have their checksum, points lie
 * on their curve. A few thousand key pairs are generated and reused; their private halves are dropped unused. These keys have no
 * audit entries and no tokens.
 */
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { SetDigest } from '@lostwax/contract';
import { isAlgorithmName, makeKeyId, parseKeyId } from '@lostwax/core';
import { publicHalves } from './public-halves.ts';

export interface SeedOptions {
  /** The database of an authority that isn't running: `<data>/lostwax.db`. */
  readonly file: string;
  /** Slug of an existing workspace. */
  readonly workspace: string;
  readonly keys: number;
  /** Customers to spread the keys over; 1,000 by default. */
  readonly customers?: number;
  /** Of every key; `signed` unless given. Keys of other methods have no public half. */
  readonly method?: string;
}

/** Adds the keys in one transaction, all active, and advances the workspace's position as issuing them would. */
export function seedKeys(options: SeedOptions): void {
  const { file, workspace, keys, customers = 1_000, method = 'signed' } = options;
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN IMMEDIATE');
    const indexes = database
      .prepare(
        `SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'keys' AND sql IS NOT NULL`,
      )
      .all();
    // Building it once at the end takes a third of the time.
    for (const { name } of indexes) database.exec(`DROP INDEX ${name}`);
    insertKeys(database, workspace, keys, insertCustomers(database, workspace, customers), method);
    for (const { sql } of indexes) database.exec(String(sql));
    database.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}

/** The customer that was added last. */
export function newestCustomer(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare('SELECT subject FROM customers ORDER BY id DESC LIMIT 1').get();
  database.close();
  return String(row?.['subject']);
}

function insertCustomers(database: DatabaseSync, slug: string, count: number): number[] {
  const insert = database.prepare(
    `INSERT INTO customers (workspace_id, ref, subject, name, state, max_keys, scopes, created_at)
     SELECT id, ?, ?, NULL, 'active', NULL, NULL, ? FROM workspaces WHERE slug = ? RETURNING id`,
  );
  const run = randomBytes(6).toString('base64url');
  return Array.from({ length: count }, (_, n) => {
    const row = insert.get(`cus_seed_${run}_${n}`, `seed-${run}-${n}`, Date.now(), slug);
    if (row === undefined) throw new Error(`The database has no workspace "${slug}". Make it first.`);
    return Number(row['id']);
  });
}

function insertKeys(
  database: DatabaseSync,
  slug: string,
  keys: number,
  customers: readonly number[],
  method: string,
): void {
  const workspace = database.prepare('SELECT * FROM workspaces WHERE slug = ?').get(slug) ?? {};
  const { id, prefix, algorithm, epoch } = workspace;
  const first = Number(workspace['seq']) + 1;
  if (!isAlgorithmName(algorithm)) throw new Error(`The workspace "${slug}" has no algorithm that is known.`);
  const made = publicHalves(algorithm, keys);
  const at = Date.now();
  const fixed = {
    workspace_id: Number(id),
    ...{ method, scopes: '[]', claims: '{}', metadata: '{}', published: 1 },
    ...{ changed_epoch: Number(epoch), changed_at: at, created_at: at, created_by: 'system' },
  };
  const own = ['kid', 'shard', 'customer_id', 'ending', 'pin', 'jwk', 'changed_seq', 'changed_digest'];
  const insertKey = database.prepare(
    `INSERT INTO keys (${[...own, ...Object.keys(fixed)].join()})
     VALUES (${[...own, ...Object.values(fixed)].map(() => '?').join()})`,
  );
  const insertChange = database.prepare(
    'INSERT INTO changes (workspace_id, epoch, seq, key_id, published, digest, at) VALUES (?, ?, ?, ?, 1, ?, ?)',
  );
  const rest = Object.values(fixed);
  const digest = new SetDigest(workspace['digest'] as Uint8Array);
  for (let n = 0; n < keys; n += 1) {
    const kid = makeKeyId(String(prefix));
    const shard = Number.parseInt(parseKeyId(kid).shard, 16);
    const [before, after] = made[n % made.length] as [string, string];
    const jwk = method === 'signed' ? `${before}"kid":"${kid}"${after}` : null;
    const pin = randomBytes(32);
    const ending = pin.toString('base64url').slice(-6);
    const customer = customers[n % customers.length] as number;
    const { bytes } = jwk === null ? digest : digest.toggle(pin);
    const key = insertKey.run(kid, shard, customer, ending, pin, jwk, first + n, bytes, ...rest);
    insertChange.run(Number(id), Number(epoch), first + n, key.lastInsertRowid, bytes, at);
  }
  database
    .prepare('UPDATE workspaces SET seq = ?, digest = ?, live_keys = live_keys + ? WHERE id = ?')
    .run(first + keys - 1, digest.bytes, keys, Number(id));
}
