import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import { postgresPeer, startPostgres } from '../../../../tools/testing/postgres.ts';
import { createContext } from '../../src/domain/create-context.ts';
import { createDomain } from '../../src/domain/domain.ts';
import { migrateAuthority, moveAuthority } from '../../src/move.ts';
import { StartError } from '../../src/start-error.ts';
import { tables } from '../../src/store/move/copy.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { lockFolder } from '../../src/store/sqlite/lock-folder.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ORIGIN, openFixture, SECRET_KEY, workspace } from '../support/fixture.ts';

describe('moving an authority from SQLite to PostgreSQL', { skip: postgresPeer.skip }, async () => {
  if (postgresPeer.skip !== false) return;
  const postgres = await startPostgres();
  const url = await postgres.database();
  after(() => postgres.stop());

  it('refuses a source that is running, and a folder without one', async () => {
    const { folder } = await openFixture();
    const unlock = lockFolder(folder);
    await assert.rejects(moveAuthority({ data: folder, database: url }), StartError);
    unlock();
    await assert.rejects(moveAuthority({ data: `${folder}/nothing`, database: url }), StartError);
    assert.deepEqual(await postgres.query(url, "SELECT 1 FROM pg_tables WHERE tablename = 'workspaces'"), []);
  });

  it('keeps every row and number, keys keep working, and changes go on from there', async () => {
    const fixture = await openFixture();
    const { domain, admin, folder, file } = fixture;
    const slug = await workspace(fixture);
    await domain.updateWorkspace(admin, slug, {
      settings: { methods: ['signed', 'opaque', 'shared-signed'] },
    });
    const keys = [];
    for (const method of ['signed', 'opaque', 'shared-signed', 'signed'])
      keys.push(
        await domain.issue(admin, slug, { customer: 'cus_1', method, name: 'Zoë \u{1f511} "b" \\ c' }),
      );
    await domain.revoke(admin, slug, keys[0]?.key.id ?? '', 'it leaked');
    await domain.registerReader(admin, slug, { name: 'edge', kind: 'gate', refreshSeconds: 30 });
    const before = await contentOf(fixture.store);
    await fixture.close();
    const seen: number[] = [];
    const moved = await moveAuthority({
      data: folder,
      database: url,
      progress: (copied) => seen.push(copied),
    });
    assert.equal(moved.keys, 5);
    assert.equal(seen.at(-1), moved.rows);
    assert.ok(!existsSync(file) && existsSync(`${file}.moved`), 'no authority can start from the file');
    const [pages] = await postgres.query(
      url,
      `SELECT relpages, relallvisible FROM pg_class WHERE oid = 'keys'::regclass`,
    );
    assert.ok(Number(pages?.['relpages']) > 0);
    assert.equal(pages?.['relallvisible'], pages?.['relpages'], 'indexes alone answer queries');

    const store = await openPostgresStore(url);
    after(() => store.close());
    assert.deepEqual(await contentOf(store), before);
    const context = await createContext(store, ORIGIN, () => fixture.clock.now, SECRET_KEY);
    after(async () => {
      await context.tasks.stop();
      await context.minter.close();
    });
    const other = createDomain(context);
    assert.equal((await other.authenticate(admin.token)).id, admin.id);
    const [row] = await store.read.workspaces.bySlugs([slug]);
    await other.issue(admin, slug, { customer: 'new' });
    const [next] = await store.read.workspaces.bySlugs([slug]);
    assert.equal(next?.seq, (row?.seq ?? 0) + 1);
    assert.equal(next?.lineage, row?.lineage);
  });

  it('refuses a database that already holds an authority, and leaves the source as it was', async () => {
    const { folder, file, close } = await openFixture();
    await close();
    await assert.rejects(moveAuthority({ data: folder, database: url }), StartError);
    assert.ok(existsSync(file));
    await openSqliteStore(file).close();
  });

  it('both databases have the same tables and columns', async () => {
    const { store } = await openFixture();
    const columns = async (name: string): Promise<readonly string[]> => {
      const { rows } = await sql<{ name: string }>`SELECT name FROM pragma_table_info(${name})`.execute(
        tablesBehind(store.read),
      );
      return rows.map((row) => row.name).sort();
    };
    const text =
      'SELECT table_name, array_agg(column_name::text ORDER BY column_name COLLATE "C") AS columns FROM information_schema.columns WHERE table_schema = \'public\' GROUP BY table_name';
    const theirs = new Map(
      (await postgres.query(url, text)).map((row) => [row['table_name'], row['columns']]),
    );
    for (const name of tables) assert.deepEqual(theirs.get(name), await columns(name), name);
  });

  it('an older program refuses a newer schema, and a newer one migrates once', async () => {
    const later = await postgres.database();
    const { from, to } = await migrateAuthority(later);
    assert.equal(from, 0);
    assert.deepEqual(await migrateAuthority(later), { from: to, to });
    await postgres.query(later, 'UPDATE lostwax_schema SET version = version + 1');
    await assert.rejects(migrateAuthority(later), StartError);
    await assert.rejects(openPostgresStore(later), StartError);
  });

  it('several that start at once migrate one after another', async () => {
    const fresh = await postgres.database();
    const all = await Promise.all([1, 2, 3, 4].map(() => migrateAuthority(fresh)));
    assert.equal(all.filter(({ from }) => from === 0).length, 1);
  });

  it('refuses the tables of another program, and an address without a database', async () => {
    const taken = await postgres.database();
    await postgres.query(taken, 'CREATE TABLE keys (id int)');
    await assert.rejects(migrateAuthority(taken), StartError);
    await assert.rejects(migrateAuthority(`${taken}_not`), StartError);
    await assert.rejects(migrateAuthority('postgres://lostwax@127.0.0.1:1/x'), StartError);
  });
});

/** Every row of every table, in the order of its columns. */
async function contentOf(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const content = new Map<string, readonly string[]>();
  for (const table of tables) {
    const rows = await tablesBehind(store.read).selectFrom(table).selectAll().execute();
    content.set(table, rows.map((row) => JSON.stringify(Object.entries(row).sort(), asHex)).sort());
  }
  return content;
}

function asHex(_name: string, value: unknown): unknown {
  const bytes = value as { readonly type?: unknown; readonly data?: readonly number[] } | null;
  if (typeof bytes === 'object' && bytes?.type === 'Buffer')
    return Buffer.from(bytes.data ?? []).toString('hex');
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
