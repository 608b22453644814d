import assert from 'node:assert/strict';
import { it } from 'node:test';
import { describeStores, newReader, newWorkspace, plain } from './support.ts';

describeStores('readers', async (store) => {
  const { readers } = store.read;
  let [one, two] = [0, 0];

  it('an empty store has none', async () => {
    one = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('one')))).id;
    two = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('two')))).id;
    assert.deepEqual(await readers.all(), []);
    assert.equal(await readers.byName(one, 'edge'), undefined);
  });

  it('lists all, oldest first', async () => {
    const rows = [
      newReader(one, 'b', { created_at: 2 }),
      newReader(two, 'c', { created_at: 3 }),
      newReader(one, 'a', { created_at: 1, kind: 'gateway', refresh_seconds: 86_400 }),
    ];
    await store.write(async ({ db }) => {
      for (const row of rows) await db.readers.insert(row);
    });
    assert.deepEqual(plain(await readers.all()), [rows[2], rows[0], rows[1]]);
  });

  it('a name is unique only in its workspace', async () => {
    assert.equal((await readers.byName(one, 'a'))?.id, 'a');
    assert.equal(await readers.byName(two, 'a'), undefined);
    const again = store.write(({ db }) => db.readers.insert(newReader(one, 'other', { name: 'a' })));
    await assert.rejects(again);
    await store.write(({ db }) => db.readers.insert(newReader(two, 'd', { name: 'a', created_at: 4 })));
  });

  it('removes a reader of its own workspace, once', async () => {
    const remove = (workspace: number, id: string) =>
      store.write(({ db }) => db.readers.remove(workspace, id));
    assert.equal(await remove(two, 'a'), undefined);
    assert.equal((await remove(one, 'a'))?.name, 'a');
    assert.equal(await remove(one, 'a'), undefined);
    assert.deepEqual(
      (await readers.all()).map(({ id }) => id),
      ['b', 'c', 'd'],
    );
  });
});
