import assert from 'node:assert/strict';
import { it } from 'node:test';
import { postgresPeer, startPostgres } from '../../../../tools/testing/postgres.ts';
import { migrations } from '../../src/store/postgres/migrations.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import type { NewKeyRow } from '../../src/store/rows.ts';
import { bytes, newCustomer, newKey, newWorkspace } from './queries/support.ts';

/** What a replica of the previous release doesn't notice. A unique index, or a column that must be set, would make its writes fail. */
const additions = [
  /^CREATE TABLE \w+ \(/,
  /^CREATE INDEX \w+ ON \w+/,
  /^ALTER TABLE \w+ ADD COLUMN \w+ \w+$/,
  /^ALTER TABLE \w+ ADD COLUMN \w+ \w+ NOT NULL DEFAULT \S+$/,
  /^UPDATE \w+ SET /,
];

it('migrations of PostgreSQL only add, so that replicas of the previous release keep working', () => {
  const [, ...later] = migrations;
  const statements = later.flatMap((text) =>
    text
      .replace(/^--.*$/gm, '')
      .split(';')
      .map((statement) => statement.trim())
      .filter((statement) => statement !== ''),
  );
  assert.ok(statements.length >= later.length);
  for (const statement of statements)
    assert.ok(
      additions.some((form) => form.test(statement)),
      statement,
    );
});

it(
  'a key that a replica of an earlier release creates has all its audit entries',
  postgresPeer,
  async (t) => {
    const server = await startPostgres();
    t.after(() => server.stop());
    const store = await openPostgresStore(await server.database());
    t.after(() => store.close());
    const { id: workspace_id } = await store.write(({ db }) => db.workspaces.insert(newWorkspace('one')));
    await store.write(async ({ db }) => {
      const customer = await db.customers.insert(newCustomer(workspace_id, 'x'));
      // It doesn't know the column.
      const { audit_seq: _, ...row } = newKey({ workspace_id, customer_id: customer.id }, 'kid');
      await db.keys.insert(row as NewKeyRow);
      const entry = { workspace_id, at: 1, actor: 'a', kid: 'kid', customer_ref: null, details: '{}' };
      const hashes = { texts_hash: bytes(1), hash: bytes(2) };
      const entries = ['key.issue', 'key.revoke'].map((action, index) => ({ seq: index + 1, action }));
      await db.audit.append(
        entries.map((own) => ({ ...entry, ...own, ...hashes })),
        [],
      );
    });
    const { audit } = store.read;
    const page = await audit.page(workspace_id, { kid: 'kid' }, { order: 'oldest first', most: 10 });
    for (const rows of [page, await audit.ofKey(workspace_id, 'kid')])
      assert.deepEqual(
        rows.map(({ action }) => action),
        ['key.issue', 'key.revoke'],
      );
  },
);
