import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bytes, describeStores, newWorkspace, plain } from './support.ts';

describeStores('workspaces', (store) => {
  const { workspaces } = store.read;
  const added = (slug: string, change = {}) =>
    store.write(({ db }) => db.workspaces.insert(newWorkspace(slug, change)));

  it('an empty store has none', async () => {
    assert.deepEqual(await workspaces.all(), []);
    assert.equal(await workspaces.bySlug('orders'), undefined);
    assert.equal(await workspaces.byId(1), undefined);
    assert.equal(await workspaces.head(1), undefined);
    assert.deepEqual(await workspaces.bySlugs(['orders']), []);
  });

  it('a new workspace is found by slug and ID, with the default settings', async () => {
    const row = await added('orders', { prefix: 'ord', name: 'Orders', digest: bytes(7, 16) });
    const found = plain(await workspaces.bySlug('orders'));
    assert.deepEqual(found, { ...row });
    assert.deepEqual(plain(await workspaces.byId(row.id)), found);
    const { colour, scope_texts, allowed_origins, all_readers_registered_at, keys_bound } = row;
    assert.deepEqual(
      [colour, scope_texts, allowed_origins, all_readers_registered_at, keys_bound],
      [null, '{}', '[]', null, 1],
    );
    assert.deepEqual(Buffer.from(row.digest), Buffer.alloc(16, 7));
  });

  it('lists all, oldest first, and those of some slugs', async () => {
    await added('billing');
    assert.deepEqual(
      (await workspaces.all()).map(({ slug }) => slug),
      ['orders', 'billing'],
    );
    const some = await workspaces.bySlugs(['billing', 'nothing', 'orders']);
    assert.deepEqual(some.map(({ slug }) => slug).sort(), ['billing', 'orders']);
  });

  it('finds the owner of a slug or prefix', async () => {
    assert.deepEqual(plain(await workspaces.taken('new', 'ord')), { slug: 'orders', prefix: 'ord' });
    assert.deepEqual(plain(await workspaces.taken('billing', 'new')), { slug: 'billing', prefix: 'billing' });
    assert.equal(await workspaces.taken('new', 'orders'), undefined);
  });

  it('changes only the given columns', async () => {
    const before = plain(await workspaces.bySlug('orders'));
    assert.ok(before);
    await store.write(({ db }) => db.workspaces.update(before.id, { name: null, colour: '#ffd400' }));
    assert.deepEqual(plain(await workspaces.bySlug('orders')), { ...before, name: null, colour: '#ffd400' });
  });

  it('the heads move together, and a new history begins at 0 with the digest of what is published', async () => {
    const row = await added('heads');
    const heads = { seq: 5, digest: bytes(1, 16), live_keys: 3, audit_seq: 9, audit_hash: bytes(2) };
    await store.write(({ db }) => db.workspaces.moveHeads(row.id, heads));
    const moved = await workspaces.byId(row.id);
    assert.deepEqual([moved?.seq, moved?.audit_seq], [5, 9]);
    assert.deepEqual([...(moved?.audit_hash ?? [])], [...bytes(2)]);
    await store.write(({ db }) => db.workspaces.beginHistory(row.id, { lineage: 'bb', epoch: 2 }));
    const head = plain(await workspaces.head(row.id));
    assert.deepEqual(
      { ...head, digest: [...(head?.digest ?? [])] },
      {
        ...{ lineage: 'bb', epoch: 2, seq: 0 },
        digest: [...bytes(0, 16)],
      },
    );
    assert.equal((await workspaces.byId(row.id))?.audit_seq, 9);
  });

  it('returns the origins of the workspaces that have any', async () => {
    assert.deepEqual(await workspaces.allowedOrigins(null), []);
    const { id } = await added('embedded');
    const list = '["https://app.test.example"]';
    await store.write(({ db }) => db.workspaces.update(id, { allowed_origins: list }));
    assert.deepEqual(await workspaces.allowedOrigins(null), [list]);
    assert.deepEqual(await workspaces.allowedOrigins('embedded'), [list]);
    assert.deepEqual(await workspaces.allowedOrigins('orders'), []);
  });
});
