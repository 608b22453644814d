/** Databases whose index of audit entries by key had all of them: the answers about a key stay the same. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, it } from 'node:test';
import type { Reads } from '../../src/store/queries/queries.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { migrations } from '../../src/store/sqlite/migrations.ts';
import { openDatabase } from '../../src/store/sqlite/node-sqlite.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { makeFolder, openFixture, workspace } from '../support/fixture.ts';

const version = migrations.findIndex((sql) => sql.includes('ADD COLUMN audit_seq'));
const fixture = await openFixture();
const { domain, admin } = fixture;

/** The same rows in the earlier schema. */
function makeOld(from: string, to: string): void {
  const old = openDatabase(to, false);
  for (const sql of migrations.slice(0, version)) old.exec(sql);
  old.exec(`PRAGMA foreign_keys = OFF; ATTACH '${from}' AS later`);
  for (const { name } of old.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'").all()) {
    const columns = old.prepare(`SELECT name FROM pragma_table_info('${name}')`).all();
    const names = columns.map((column) => `"${column['name']}"`).join(', ');
    old.exec(`INSERT INTO main."${name}" (${names}) SELECT ${names} FROM later."${name}"`);
  }
  old.exec(`PRAGMA user_version = ${version}`);
  old.close();
}

/** All that the database says of each key: its row, its entries, a page of them, and its creation alone. */
async function answers(reads: Reads) {
  const { audit, workspaces } = reads;
  const said: unknown[] = [];
  const keys = await tablesBehind(reads).selectFrom('keys').selectAll().orderBy('id').execute();
  for (const { id } of await workspaces.all()) {
    for (const key of keys) {
      const { kid } = key;
      const page = (action?: string) => audit.page(id, { kid, action }, { order: 'newest first', most: 2 });
      said.push([
        key,
        await audit.ofKey(id, kid),
        await page(),
        await page('key.issue'),
        await page('key.rotate'),
      ]);
    }
  }
  return said;
}

it("older databases find each key's entries as before", async () => {
  const [one, two] = [await workspace(fixture), await workspace(fixture)];
  for (const slug of [one, two, one]) {
    const { key } = await domain.issue(admin, slug, { customer: 'a' });
    await domain.disable(admin, slug, key.id);
    await domain.enable(admin, slug, key.id);
    const { key: successor } = await domain.rotate(admin, slug, key.id, {});
    await domain.revoke(admin, slug, successor.id);
    const foreign = [false, true].map((disabled) => ({ pin: randomBytes(32), customer: 'b', disabled }));
    await domain.importKeys(admin, slug, foreign, false);
  }
  const expected = await answers(fixture.store.read);
  const file = join(makeFolder(), 'old.db');
  await fixture.close();
  makeOld(fixture.file, file);

  const store = openSqliteStore(file);
  after(() => store.close());
  assert.deepEqual(await answers(store.read), expected);
});

it('a key that the audit log doesn’t know has no number, and one with several has the first', async () => {
  const file = join(makeFolder(), 'old.db');
  makeOld(fixture.file, file);
  const old = new DatabaseSync(file);
  const [, , kid] = old
    .prepare('SELECT kid FROM keys ORDER BY id')
    .all()
    .map((row) => String(row['kid']));
  const { seq } = old
    .prepare("SELECT seq FROM audit WHERE kid = ? AND action = 'key.rotate'")
    .get(kid ?? '') as {
    seq: number;
  };
  old.exec(`
    INSERT INTO audit SELECT workspace_id, seq + 1000, at, action, actor, kid, customer_ref, details, texts_hash, hash FROM audit WHERE kid = '${kid}';
    UPDATE keys SET kid = 'unknown' WHERE id = 1`);
  old.close();

  const store = openSqliteStore(file);
  after(() => store.close());
  const numbers = await tablesBehind(store.read)
    .selectFrom('keys')
    .select(['kid', 'audit_seq'])
    .where('kid', 'in', ['unknown', kid ?? ''])
    .orderBy('id')
    .execute();
  assert.deepEqual(
    numbers.map((row) => Object.values(row)),
    [
      ['unknown', null],
      [kid, seq],
    ],
  );
});
