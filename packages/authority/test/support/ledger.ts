import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** A row as the database returns it, with its integers as numbers. */
export type Row = Readonly<Record<string, string | number | null | Uint8Array>>;

/**
 * Invariants of every workspace whenever no operation is in progress and `now` has ended everything that was due:
 *
 * 1. the changes are numbered 1 to n without a gap, and the workspace records n;
 *
 * 2. each change adds or removes a pin: replaying them yields what is published, and each key knows its last one;
 *
 * 3. a key is published if it is neither revoked, disabled nor expired, and its customer isn't suspended;
 *
 * 4. the workspace records how many keys are published, and the digest of the signed ones;
 *
 * 5. the audit entries are numbered 1 to m without a gap, their chain verifies, and the workspace records its head;
 *
 * 6. each key knows the entry that created it, the only one of its kind, except keys that were not created by the authority.
 *
 * It reads the file on a separate connection without any of the authority's code.
 */
export function assertLedgers(file: string, now: number): void {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = (text: string): Row[] => database.prepare(text).all() as Row[];
    for (const workspace of rows(WORKSPACES)) {
      const [keys = [], changes = [], audit = []] = tablesOf(workspace).map(rows);
      assertLedger({ workspace, keys, changes, audit }, now);
    }
  } finally {
    database.close();
  }
}

/** {@link assertLedgers} for any database that runs `rows`. */
export async function assertLedgersOf(rows: (text: string) => Promise<Row[]>, now: number): Promise<void> {
  for (const workspace of await rows(WORKSPACES)) {
    const [keys = [], changes = [], audit = []] = await Promise.all(tablesOf(workspace).map(rows));
    assertLedger({ workspace, keys, changes, audit }, now);
  }
}

const DIGEST_BYTES = 16;
const WORKSPACES = 'SELECT * FROM workspaces';

/** Selects the keys, changes and audit entries of a workspace. */
function tablesOf({ id }: Row): string[] {
  return [
    `SELECT keys.*, customers.state FROM keys JOIN customers ON customers.id = customer_id WHERE keys.workspace_id = ${id}`,
    `SELECT * FROM changes WHERE workspace_id = ${id} ORDER BY epoch, seq`,
    `SELECT audit.*, salt, texts FROM audit LEFT JOIN audit_texts USING (workspace_id, seq) WHERE workspace_id = ${id} ORDER BY seq`,
  ];
}

interface Ledger {
  readonly workspace: Row;
  readonly keys: readonly Row[];
  readonly changes: readonly Row[];
  readonly audit: readonly Row[];
}

function assertLedger({ workspace, keys, changes, audit }: Ledger, now: number): void {
  assertChanges(workspace, changes);
  assertReplay(keys, changes);
  for (const key of keys) assertPublished(key, now);
  assertSums(workspace, keys);
  assertChain(workspace, audit);
  assertCreations(keys, audit);
}

function assertChanges(workspace: Row, changes: readonly Row[]): void {
  const where = `changes of ${workspace['slug']}`;
  assert.deepEqual(
    changes.map((change) => change['seq']),
    changes.map((_, index) => index + 1),
    `${where} have a gap`,
  );
  assert.equal(workspace['seq'], changes.length, `${where}: the last one's number`);
  assert.ok(changes.every((change) => change['epoch'] === workspace['epoch']));
}

function assertReplay(keys: readonly Row[], changes: readonly Row[]): void {
  const last = new Map<unknown, Row>();
  for (const change of changes) {
    const before = last.get(change['key_id'])?.['published'] ?? 0;
    assert.notEqual(change['published'], before, `change ${change['seq']} changes nothing`);
    last.set(change['key_id'], change);
  }
  for (const key of keys) {
    const change = last.get(key['id']);
    assert.equal(key['published'], change?.['published'], `${key['kid']} as replayed`);
    assert.equal(key['changed_seq'], change?.['seq'], `${key['kid']}: number of its last change`);
  }
}

function assertPublished(key: Row, now: number): void {
  const expired = key['expires_at'] !== null && Number(key['expires_at']) <= now;
  const active = key['revoked_at'] === null && key['disabled_at'] === null && !expired;
  const should = active && key['state'] === 'active' ? 1 : 0;
  assert.equal(key['published'], should, `${key['kid']} of a customer who is ${key['state']}`);
}

function assertSums(workspace: Row, keys: readonly Row[]): void {
  const published = keys.filter((key) => key['published'] === 1);
  assert.equal(workspace['live_keys'], published.length, `keys of ${workspace['slug']}`);
  const digest = Buffer.alloc(DIGEST_BYTES);
  for (const { method, pin } of published)
    if (method === 'signed')
      for (const [at, byte] of digest.entries()) digest[at] = byte ^ ((pin as Uint8Array)[at] as number);
  assert.deepEqual(Buffer.from(workspace['digest'] as Uint8Array), digest, `digest of ${workspace['slug']}`);
}

function assertChain(workspace: Row, rows: readonly Row[]): void {
  let hash: Uint8Array = new Uint8Array(32);
  for (const [index, row] of rows.entries()) {
    assert.equal(row['seq'], index + 1, `the audit of ${workspace['slug']} has a gap`);
    const textsHash = row['texts_hash'] as Uint8Array;
    if (row['texts'] !== null) {
      assert.deepEqual(sha256(row['salt'] as Uint8Array, String(row['texts'])), Buffer.from(textsHash));
    }
    const names = ['seq', 'at', 'action', 'actor', 'kid', 'customer_ref', 'details'];
    const members = [...names.map((name) => row[name]), Buffer.from(textsHash).toString('hex')];
    hash = sha256(hash, JSON.stringify(members));
    assert.deepEqual(
      Buffer.from(row['hash'] as Uint8Array),
      hash,
      `audit row ${index + 1} of ${workspace['slug']}`,
    );
  }
  assert.equal(workspace['audit_seq'], rows.length);
  assert.deepEqual(Buffer.from(workspace['audit_hash'] as Uint8Array), Buffer.from(hash));
}

function assertCreations(keys: readonly Row[], rows: readonly Row[]): void {
  const known = keys.filter((key) => key['audit_seq'] !== null);
  const creations = rows.filter(({ action }) => action === 'key.issue' || action === 'key.rotate');
  const pairs = (some: readonly Row[], name: string) =>
    some.map((row) => `${row['kid']} ${row[name]}`).sort();
  assert.deepEqual(pairs(known, 'audit_seq'), pairs(creations, 'seq'), 'entries that created the keys');
}

function sha256(...parts: (Uint8Array | string)[]): Buffer {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}
