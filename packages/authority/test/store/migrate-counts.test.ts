import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, it } from 'node:test';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { migrations } from '../../src/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { makeFolder } from '../support/fixture.ts';

const version = migrations.findIndex((sql) => sql.includes('ADD COLUMN live_keys'));
const file = join(makeFolder(), 'old.db');

it('older databases get counts: keys in the set, and calls by hour', async () => {
  const current = openSqliteStore(file);
  await current.close();
  const db = new DatabaseSync(file);
  db.exec(`
    INSERT INTO workspaces (id, slug, prefix, issuer, audience, algorithm, lineage, epoch, seq, sentinel, created_at, audit_seq, audit_hash)
      VALUES (1, 'a', 'aa', 'i', 'a', 'ES256', '', 1, 0, '{}', 0, 0, x'00'), (2, 'b', 'bb', 'i', 'b', 'ES256', '', 1, 0, '{}', 0, 0, x'00');
    INSERT INTO customers (id, workspace_id, ref, subject, state, created_at) VALUES (1, 1, 'r', 'c', 'active', 0);
    DROP TABLE calls; DROP TABLE short_lived; DROP TABLE workspace_images; DROP INDEX keys_expiring;
    DROP INDEX keys_revoked; DROP INDEX keys_unrevoked_by_expiry; DROP INDEX keys_by_pin_start;
    DROP TABLE signing_keys; DROP INDEX keys_by_signing_key; ALTER TABLE keys DROP COLUMN signed_by;
    DROP INDEX keys_by_credential; ALTER TABLE keys DROP COLUMN credential;
    CREATE TRIGGER audit_is_append_only_3 BEFORE INSERT ON audit BEGIN SELECT 1; END;
    ALTER TABLE keys DROP COLUMN imported; ALTER TABLE keys DROP COLUMN audit_seq; ALTER TABLE readers DROP COLUMN reports;
  `);
  for (const column of [
    'live_keys',
    'methods',
    'api_url',
    'docs_url',
    'support_url',
    'logo',
    'favicon',
    'setup_dismissed',
    'portal_opened_at',
    'unknown_since',
  ])
    db.exec(`ALTER TABLE workspaces DROP COLUMN ${column}`);
  const key = db.prepare(`
    INSERT INTO keys (workspace_id, kid, shard, customer_id, ending, method, scopes, claims, metadata, pin, jwk, published,
      changed_epoch, changed_seq, changed_at, created_at, created_by)
      VALUES (1, ?, 0, 1, '', 'signed', '[]', '{}', '{}', x'00', '{}', ?, 1, 0, 0, 0, 'x')`);
  for (const [kid, live] of [
    ['one', 1],
    ['two', 1],
    ['three', 0],
  ] as const)
    key.run(kid, live);
  db.exec(
    `INSERT INTO usage VALUES (1, 5, 2), (2, 5, 3), (3, 6, 4), (3, 7, ${Number.MAX_SAFE_INTEGER}), (2, 7, 1)`,
  );
  db.exec(`PRAGMA user_version = ${version}`);
  db.close();

  const store = openSqliteStore(file);
  after(() => store.close());
  const rows = await tablesBehind(store.read)
    .selectFrom('workspaces')
    .select(['live_keys', 'setup_dismissed'])
    .orderBy('id')
    .execute();
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      [2, 1],
      [0, 0],
    ],
  );
  const calls = await tablesBehind(store.read)
    .selectFrom('calls')
    .select(['workspace_id', 'hour', 'count'])
    .orderBy('hour')
    .execute();
  assert.deepEqual(
    calls.map((row) => Object.values(row)),
    [
      [1, 5, 5],
      [1, 6, 4],
      [1, 7, Number.MAX_SAFE_INTEGER],
    ],
  );
});
