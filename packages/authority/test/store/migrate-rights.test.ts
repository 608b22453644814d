import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, it } from 'node:test';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { migrations } from '../../src/store/sqlite/migrations.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { makeFolder } from '../support/fixture.ts';

const version = migrations.findIndex((sql) => sql.includes('ADD COLUMN disabled_by'));
const file = join(makeFolder(), 'old.db');

/** A database as the previous version left it. */
function makeOld(): void {
  const db = new DatabaseSync(file);
  for (const sql of migrations.slice(0, version)) db.exec(sql);
  db.exec(`PRAGMA user_version = ${version}`);
  db.exec(`
    INSERT INTO workspaces (id, slug, prefix, issuer, audience, algorithm, epoch, seq, sentinel, created_at, audit_seq, audit_hash)
      VALUES (1, 'a', 'aa', 'i', 'a', 'ES256', 1, 0, '{}', 0, 0, x'00'), (2, 'b', 'bb', 'i', 'b', 'ES256', 1, 0, '{}', 0, 0, x'00');
    INSERT INTO customers (id, workspace_id, ref, subject, state, created_at) VALUES (1, 1, 'r', 'c', 'active', 0);
  `);
  const key = db.prepare(`
    INSERT INTO keys (workspace_id, kid, shard, customer_id, ending, method, scopes, claims, metadata, pin, jwk, published,
      changed_epoch, changed_seq, changed_at, created_at, created_by, disabled_at)
      VALUES (1, ?, 0, 1, '', 'signed', '[]', '{}', '{}', x'00', '{}', 0, 1, 0, 0, 0, ?, ?)`);
  key.run('by-key', 'lostwax_1', null);
  key.run('in-session', 'ses_known', null);
  key.run('in-forgotten', 'ses_forgotten', null);
  key.run('by-person', 'person:per_1', null);
  key.run('off-by-customer', 'lostwax_1', 5);
  key.run('off-by-producer', 'lostwax_1', 5);
  key.run('off-by-nobody-known', 'lostwax_1', 5);
  const audit = db.prepare("INSERT INTO audit VALUES (?, ?, 0, ?, ?, ?, NULL, ?, x'00', x'00')");
  audit.run(1, 1, 'session.open', 'lostwax_backend', null, '{"session":"ses_known"}');
  audit.run(2, 1, 'session.open', 'lostwax_other', null, '{"session":"ses_forgotten"}');
  audit.run(1, 2, 'key.disable', 'lostwax_1', 'off-by-customer', '{}');
  audit.run(1, 3, 'key.disable', 'ses_known', 'off-by-customer', '{"via":"portal"}');
  audit.run(1, 4, 'key.disable', 'ses_known', 'off-by-producer', '{"via":"portal"}');
  audit.run(1, 5, 'key.disable', 'lostwax_1', 'off-by-producer', '{"via":"console"}');
  audit.run(1, 6, 'key.issue', 'lostwax_1', 'by-key', '{"scopes":[],"imported":true,"replaces":null}');
  audit.run(1, 7, 'key.issue', 'lostwax_1', 'by-person', '{"scopes":["imported"],"replaces":null}');
  db.exec('INSERT INTO usage VALUES (1, 0, 9223372036854775807), (1, 1, 3)');
  db.close();
}

it("older databases get each key's creator, who disabled it, whether it was imported, and readable counts", async () => {
  makeOld();
  const store = openSqliteStore(file);
  after(() => store.close());
  const rows = await tablesBehind(store.read)
    .selectFrom('keys')
    .select(['kid', 'created_by', 'created_in', 'disabled_by', 'imported'])
    .orderBy('id')
    .execute();
  assert.deepEqual(
    rows.map((row) => Object.values(row)),
    [
      ['by-key', 'lostwax_1', null, null, 1],
      ['in-session', 'lostwax_backend', 'ses_known', null, 0],
      ['in-forgotten', 'ses_forgotten', 'ses_forgotten', null, 0],
      ['by-person', 'person:per_1', null, null, 0],
      ['off-by-customer', 'lostwax_1', null, 'customer', 0],
      ['off-by-producer', 'lostwax_1', null, 'producer', 0],
      ['off-by-nobody-known', 'lostwax_1', null, 'producer', 0],
    ],
  );
  const counts = await tablesBehind(store.read).selectFrom('usage').select('count').orderBy('hour').execute();
  assert.deepEqual(
    counts.map(({ count }) => count),
    [Number.MAX_SAFE_INTEGER, 3],
  );
});
