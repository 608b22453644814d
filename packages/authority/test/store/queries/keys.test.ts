import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bytes, describeStores, newCustomer, newKey, newWorkspace } from './support.ts';

const ALL = { below: Number.MAX_SAFE_INTEGER };

describeStores('keys', (store) => {
  const { keys } = store.read;
  let [workspace_id, x, y] = [0, 0, 0];
  const of = (customer_id: number | null) => ({ workspace_id, customer_id });
  const kids = (rows: readonly { readonly kid: string }[]) => rows.map(({ kid }) => kid);

  it('an empty store has none', async () => {
    workspace_id = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('one')))).id;
    x = (await store.write(({ db }) => db.customers.insert(newCustomer(workspace_id, 'x')))).id;
    y = (await store.write(({ db }) => db.customers.insert(newCustomer(workspace_id, 'y')))).id;
    assert.equal(await keys.find('a'), undefined);
    assert.equal(await keys.any(workspace_id), false);
    assert.equal(await keys.newestId(), undefined);
    assert.equal(await keys.nextExpiry(), undefined);
    assert.equal(await keys.further(of(null), 100, 1), undefined);
    assert.deepEqual(await keys.newest(of(null), {}, ALL), []);
  });

  it('a key is found by its ID in its own workspace, with its customer', async () => {
    const ids = await store.write(async ({ db }) => [
      await db.keys.insert(newKey(of(x), 'a', { name: 'Deploy 100%', expires_at: 50 })),
      await db.keys.insert(newKey(of(y), 'b', { pin: bytes(2), created_by: 'system' })),
      await db.keys.insert(newKey(of(x), 'c', { revoked_at: 5, published: 0 })),
    ]);
    assert.deepEqual(
      ids.toSorted((a, b) => a - b),
      ids,
    );
    const row = await keys.byKid(workspace_id, 'b');
    assert.deepEqual([row?.id, row?.customer_subject, row?.customer_state], [ids[1], 'y', 'active']);
    assert.deepEqual([...(row?.pin ?? [])], [...bytes(2)]);
    assert.equal(await keys.byKid(workspace_id + 1, 'b'), undefined);
    assert.equal((await keys.find('b'))?.id, ids[1]);
    assert.equal(await keys.newestId(), ids[2]);
  });

  it('an ID is unique, and a refused operation leaves no trace', async () => {
    const again = store.write(async ({ db }) => {
      await db.keys.insert(newKey(of(x), 'd'));
      await db.keys.insert(newKey(of(x), 'a'));
    });
    await assert.rejects(again);
    assert.equal(await keys.find('d'), undefined);
  });

  it('many keys and customers are inserted together, between others', async () => {
    const workspace = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('many')))).id;
    const many = Array.from({ length: 300 }, (_, index) => `m${index}`);
    await store.write(async ({ db }) => {
      const first = await db.customers.insert(newCustomer(workspace, 'first'));
      const before = await db.keys.insert(
        newKey({ workspace_id: workspace, customer_id: first.id }, 'before'),
      );
      const [id = 0] = await db.customers.newIds(1);
      await db.customers.insertAll([{ id, ...newCustomer(workspace, 'second') }]);
      const ids = await db.keys.newIds(many.length);
      const rows = many.map((kid, index) => ({
        id: ids[index] as number,
        ...newKey({ workspace_id: workspace, customer_id: id }, kid, { pin: bytes(index + 10) }),
      }));
      await db.keys.insertAll(rows);
      const after = await db.keys.insert(newKey({ workspace_id: workspace, customer_id: id }, 'after'));
      const inOrder = [before, ...ids, after];
      assert.deepEqual(
        inOrder.toSorted((a, b) => a - b),
        inOrder,
      );
    });
    const all = await keys.newest({ workspace_id: workspace, customer_id: null }, {}, ALL);
    assert.deepEqual(kids(all), ['after', ...many.toReversed(), 'before']);
    assert.deepEqual([all[0]?.customer_subject, all[300]?.customer_subject], ['second', 'second']);
    assert.deepEqual([...(all[300]?.pin ?? [])], [...bytes(10)]);
  });

  it('of many keys that are inserted together, one with a known ID fails all of them', async () => {
    const again = store.write(async ({ db }) => {
      const ids = await db.keys.newIds(6);
      const rows = ['e', 'f', 'g', 'h', 'i', 'a'].map((kid, index) => ({
        id: ids[index] as number,
        ...newKey(of(x), kid),
      }));
      await db.keys.insertAll(rows);
    });
    await assert.rejects(again);
    assert.equal(await keys.find('e'), undefined);
  });

  it('lists newest first, within bounds and narrowed', async () => {
    assert.deepEqual(kids(await keys.newest(of(null), {}, ALL)), ['c', 'b', 'a']);
    assert.deepEqual(kids(await keys.newest(of(x), {}, ALL)), ['c', 'a']);
    assert.deepEqual(kids(await keys.newest(of(null), {}, { ...ALL, most: 2 })), ['c', 'b']);
    const b = (await keys.find('b'))?.id ?? 0;
    assert.deepEqual(kids(await keys.newest(of(null), {}, { from: b, below: b + 1 })), ['b']);
    assert.equal(await keys.further(of(null), Number.MAX_SAFE_INTEGER, 2), b);
    assert.deepEqual(await keys.countBelow(of(null), Number.MAX_SAFE_INTEGER, 2), { count: 2, lowest: b });
    assert.deepEqual(await keys.countBelow(of(y), b, 2), { count: 0, lowest: 0 });
    for (const [wanted, found] of [
      [{ isRevoked: false }, ['b', 'a']],
      [{ liveAt: 50 }, ['b']],
      [{ state: { in: ['expired'], at: 50 } }, ['a']],
      [{ state: { in: ['active'], at: 49 } }, ['b', 'a']],
      [{ state: { in: ['revoked'], at: 0 } }, ['c']],
      [{ expiresBefore: 51 }, ['a']],
      [{ expiresBefore: 50 }, []],
      [{ q: '0%' }, ['a']],
      [{ q: 'DEPLOY' }, ['a']],
      [{ q: '%' }, ['a']],
      [{ makers: ['system'] }, ['b']],
      [{ createdAfter: 2 }, []],
      [{ createdBefore: 2 }, ['c', 'b', 'a']],
    ] as const)
      assert.deepEqual(kids(await keys.newest(of(null), wanted, ALL)), found, JSON.stringify(wanted));
  });

  it('counts live keys, and finds what is due, ended early and next', async () => {
    assert.deepEqual([await keys.countLive(x, 49), await keys.countLive(x, 50)], [1, 0]);
    assert.equal(await keys.countExpiring(workspace_id, 49, 50, 10), 1);
    assert.equal(await keys.nextExpiry(), 50);
    assert.deepEqual(kids(await keys.due(49, 10)), []);
    assert.deepEqual(kids(await keys.due(50, 10)), ['a']);
    const { id = 0 } = (await keys.find('a')) ?? {};
    await store.write(({ db }) => db.keys.update(id, { published: 0 }));
    assert.deepEqual(kids(await keys.endedEarly(49, 10)), ['a']);
    assert.deepEqual(kids(await keys.endedEarly(50, 10)), []);
  });

  it('the time of the last use only moves forward', async () => {
    const used = (kid: string, at: number) =>
      store.write(({ db }) => db.keys.markUsed(workspace_id, kid, at));
    assert.equal(await used('nothing', 5), undefined);
    assert.equal(await used('a', 9), (await keys.find('a'))?.id);
    await used('a', 5);
    assert.equal((await keys.find('a'))?.last_used_at, 9);
  });

  it('a successor is in the overlap while the key it replaces is live', async () => {
    await store.write(async ({ db }) => {
      await db.keys.insert(newKey(of(y), 'elder', { pin: bytes(3), expires_at: 80, replaced_by: 'heir' }));
      await db.keys.insert(newKey(of(y), 'heir', { pin: bytes(4), replaces: 'elder' }));
    });
    assert.equal(await keys.isSuccessorInOverlap('heir', 79), true);
    assert.equal(await keys.isSuccessorInOverlap('heir', 80), false);
    assert.equal(await keys.isSuccessorInOverlap('elder', 79), false);
    assert.equal(await keys.isSuccessorInOverlap('nothing', 79), false);
    const { id = 0 } = (await keys.find('elder')) ?? {};
    await store.write(({ db }) => db.keys.update(id, { revoked_at: 60 }));
    assert.equal(await keys.isSuccessorInOverlap('heir', 79), false);
  });

  it('keys are found by their pins, whatever their method, and none whose pin only starts the same', async () => {
    const pinOf = (last: number) => Uint8Array.from({ length: 32 }, (_, at) => (at < 31 ? 77 : last));
    await store.write(async ({ db }) => {
      const { id: workspace } = await db.workspaces.insert(newWorkspace('pins'));
      const { id: customer } = await db.customers.insert(newCustomer(workspace, 'pinned'));
      const owner = { workspace_id: workspace, customer_id: customer };
      await db.keys.insert(newKey(owner, 'signed', { pin: pinOf(1) }));
      await db.keys.insert(newKey(owner, 'opaque', { pin: pinOf(2), jwk: null }));
    });
    const found = await keys.byPins([pinOf(1), pinOf(2), pinOf(3)]);
    assert.deepEqual(kids(found).sort(), ['opaque', 'signed']);
    assert.deepEqual(kids(await keys.byPins([pinOf(3), pinOf(4)])), []);
    assert.equal((await keys.byPin(pinOf(2)))?.kid, 'opaque');
    assert.deepEqual([await keys.byPin(pinOf(1)), await keys.byPin(pinOf(3))], [undefined, undefined]);
  });
});
