import assert from 'node:assert/strict';
import { it } from 'node:test';
import { until } from '../../../../../tools/testing/until.ts';
import { describeStores, newPerson, newReader, newWorkspace } from './support.ts';

/** What holds for every query: durable or not there at all, and from a single moment. */
describeStores('operations of a store', (store, database) => {
  const slugs = async (read = store.read): Promise<string[]> =>
    (await read.workspaces.all()).map(({ slug }) => slug);

  it('an operation sees its own writes, and others see them once it is durable', async () => {
    await store.write(async ({ db }) => {
      await db.workspaces.insert(newWorkspace('own'));
      assert.equal((await db.workspaces.bySlug('own'))?.slug, 'own');
      assert.equal(await store.read.workspaces.bySlug('own'), undefined);
    });
    assert.equal((await store.read.workspaces.bySlug('own'))?.slug, 'own');
  });

  it('an operation that throws leaves no trace, and its neighbors are kept', async () => {
    const failing = store.write(async ({ db }) => {
      await db.workspaces.insert(newWorkspace('rolled_back'));
      await db.people.insert(newPerson('rolled_back'));
      throw new Error('changed my mind');
    });
    const neighbor = store.write(({ db }) => db.workspaces.insert(newWorkspace('neighbor')));
    await assert.rejects(failing, /changed my mind/);
    await neighbor;
    assert.deepEqual(await slugs(), ['own', 'neighbor']);
    assert.equal(await store.read.people.byId('rolled_back'), undefined);
  });

  it('a conflict fails its own operation only', async () => {
    const again = store.write(({ db }) => db.workspaces.insert(newWorkspace('own', { prefix: 'other' })));
    const prefix = store.write(({ db }) => db.workspaces.insert(newWorkspace('other', { prefix: 'own' })));
    const person = store.write(({ db }) => db.people.insert(newPerson('fine')));
    await assert.rejects(again);
    await assert.rejects(prefix);
    await person;
    assert.deepEqual(await slugs(), ['own', 'neighbor']);
    assert.equal((await store.read.people.byId('fine'))?.login, 'fine');
  });

  it('a frozen view stays as it was while others write', async () => {
    await store.frozen(async (view) => {
      assert.deepEqual(await slugs(view as typeof store.read), ['own', 'neighbor']);
      await store.write(({ db }) => db.workspaces.insert(newWorkspace('later')));
      assert.deepEqual(await slugs(view as typeof store.read), ['own', 'neighbor']);
      assert.equal(await view.workspaces.bySlug('later'), undefined);
    });
    assert.deepEqual(await slugs(), ['own', 'neighbor', 'later']);
  });

  it('another store on the same database sees what is durable, and is notified of changes', async () => {
    const other = await database.open();
    let told = 0;
    other.onCommit((changes) => {
      if (typeof changes === 'string') told += 1;
    });
    await store.write(async ({ db }) => {
      const { id } = await db.workspaces.insert(newWorkspace('foreign'));
      await db.readers.insert(newReader(id, 'rdr_1'));
    });
    assert.equal((await other.read.workspaces.bySlug('foreign'))?.slug, 'foreign');
    await until('the other store is told', 10_000, () => told > 0);
  });
});
