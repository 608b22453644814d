import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { until } from '../../../../tools/testing/until.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { assertSqliteVersion, openDatabase } from '../../src/store/sqlite/node-sqlite.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeFolder } from '../support/fixture.ts';

const folder = makeFolder();

function open(name: string): Store {
  const store = openSqliteStore(join(folder, name));
  after(() => store.close());
  return store;
}

describe('the settings that durability needs', () => {
  it('apply to the writing connection', async () => {
    const store = open('pragmas.db');
    const expected = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, secure_delete: 1 };
    for (const [pragma, value] of Object.entries(expected)) {
      const { rows } = await store.write(({ db }) =>
        sql<object>`pragma ${sql.raw(pragma)}`.execute(tablesBehind(db)),
      );
      assert.deepEqual(Object.values(rows[0] ?? {}), [value], pragma);
    }
  });

  it('are enforced: a file that cannot have a write-ahead log is refused', () => {
    assert.throws(() => openDatabase(':memory:', false), /does not support WAL with synchronous = FULL/);
  });

  it('SQLite before 3.51.3 is refused, with the remedy', () => {
    for (const version of ['3.51.2', '3.50.7', '2.99.99']) {
      assert.throws(() => assertSqliteVersion(version), /3\.51\.3 or later is needed\. Use Node/, version);
    }
    for (const version of ['3.51.3', '3.53.0', '4.0.0']) assertSqliteVersion(version);
  });

  it('a created folder is closed to others', () => {
    open(join('deep', 'down', 'lostwax.db'));
    assert.equal(statSync(join(folder, 'deep', 'down')).mode & 0o777, 0o700);
  });

  it('the files are closed to others, even in a folder that is open to them', () => {
    const there = join(folder, 'open-to-all');
    mkdirSync(there);
    chmodSync(there, 0o755);
    open(join('open-to-all', 'lostwax.db'));
    for (const name of readdirSync(there)) assert.equal(statSync(join(there, name)).mode & 0o077, 0, name);
    assert.ok(readdirSync(there).length >= 2);
  });
});

describe('the schema', () => {
  it('of a later version is refused, and the file left unchanged', () => {
    const file = join(folder, 'later.db');
    const other = new DatabaseSync(file);
    other.exec('PRAGMA user_version = 99');
    assert.throws(() => openSqliteStore(file), /made by a later Lostwax \(schema 99/);
    other.exec('CREATE TABLE still_writable (x)');
    assert.equal(other.prepare('PRAGMA user_version').get()?.['user_version'], 99);
    other.close();
  });

  it('is created once, even by processes that open a new file at the same moment', async () => {
    const file = join(folder, 'race.db');
    const source = join(import.meta.dirname, '../../src/store/sqlite/open.ts');
    const script = `const { openSqliteStore } = await import(${JSON.stringify(source)});
      await openSqliteStore(${JSON.stringify(file)}).close();`;
    const child = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    await Promise.all([child(), child(), child()]);
    assert.deepEqual(await tablesBehind(open('race.db').read).selectFrom('keys').selectAll().execute(), []);
  });
});

describe('the audit log', () => {
  const row = {
    ...{
      workspace_id: 1,
      seq: 1,
      at: 0,
      action: 'a',
      actor: 'x',
      kid: null,
      customer_ref: null,
      details: '{}',
    },
    ...{ texts_hash: new Uint8Array(32), hash: new Uint8Array(32) },
  };

  it('accepts rows, and refuses to change or delete one', async () => {
    const store = open('audit.db');
    await store.write(({ db }) => tablesBehind(db).insertInto('audit').values(row).execute());
    const attempts = [
      store.write(({ db }) => tablesBehind(db).updateTable('audit').set({ actor: 'y' }).execute()),
      store.write(({ db }) => tablesBehind(db).deleteFrom('audit').execute()),
      store.write(({ db }) =>
        tablesBehind(db)
          .replaceInto('audit')
          .values({ ...row, actor: 'y' })
          .execute(),
      ),
    ];
    for (const attempt of attempts) await assert.rejects(attempt, /the audit is append-only/);
    const { actor } = await tablesBehind(store.read)
      .selectFrom('audit')
      .select('actor')
      .executeTakeFirstOrThrow();
    assert.equal(actor, 'x');
  });
});

describe('writes of another process', () => {
  it('are announced as unknown; own writes are not', async () => {
    const store = open('foreign.db');
    let unknown = 0;
    store.onCommit((changes) => {
      if (changes === 'unknown') unknown += 1;
    });
    const write = (at: number) => ({
      workspace_id: 1,
      request: new Uint8Array([at]),
      body: new Uint8Array(),
      kids: '[]',
      at,
    });
    await store.write(({ db }) => tablesBehind(db).insertInto('idempotency').values(write(1)).execute());
    await new Promise((resolve) => setTimeout(resolve, 600));
    assert.equal(unknown, 0);
    const script = `new (require('node:sqlite').DatabaseSync)(process.argv[1]).exec('DELETE FROM idempotency')`;
    execFileSync(process.execPath, ['-e', script, join(folder, 'foreign.db')]);
    await until('the other process is noticed', 5_000, () => unknown > 0);
    assert.deepEqual(await tablesBehind(store.read).selectFrom('idempotency').selectAll().execute(), []);
  });
});
