import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bytes, describeStores, newCustomer, newKey, newWorkspace, plain } from './support.ts';

const ALL = { below: Number.MAX_SAFE_INTEGER };

describeStores('customers, requests, tasks, usage, changes and the audit log', (store) => {
  const { customers, requests, tasks, usage, changes, audit } = store.read;
  let [workspace_id, customer_id, key_id] = [0, 0, 0];

  it('an empty store has none', async () => {
    workspace_id = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('one')))).id;
    assert.equal(await customers.bySubject(workspace_id, 'x'), undefined);
    assert.deepEqual(await customers.newest(workspace_id, ALL, undefined), []);
    assert.equal(await requests.find(workspace_id, bytes(1)), undefined);
    assert.deepEqual(await tasks.all(), []);
    assert.deepEqual(await usage.ofWorkspace(workspace_id, 0), []);
    assert.equal(await usage.any(workspace_id), false);
    assert.deepEqual(await changes.after(workspace_id, 1, 0, 10), []);
    assert.deepEqual(await audit.page(workspace_id, {}, { order: 'newest first', most: 10 }), []);
    assert.equal(await audit.firstBound(workspace_id), undefined);
  });

  it('customers: newest first, searched, and never the erased', async () => {
    const add = (subject: string) =>
      store.write(({ db }) => db.customers.insert(newCustomer(workspace_id, subject)));
    customer_id = (await add('x_1')).id;
    const { id } = await add('y');
    await assert.rejects(add('y'));
    const found = async (q?: string) =>
      (await customers.newest(workspace_id, ALL, q)).map(({ subject }) => subject);
    assert.deepEqual(await found(), ['y', 'x_1']);
    assert.deepEqual(await found('_'), ['x_1']);
    assert.deepEqual(await customers.restricted(workspace_id), []);
    await store.write(({ db }) => db.customers.update(id, { subject: null, state: 'erased' }));
    assert.deepEqual(await found(), ['x_1']);
    assert.equal((await customers.byId(id))?.state, 'erased');
  });

  it('requests: found by their hash, unique, and removed by age', async () => {
    const row = { workspace_id, request: bytes(1), body: bytes(2), kids: '["a"]', at: 5 };
    await store.write(({ db }) => db.requests.insert(row));
    await assert.rejects(store.write(({ db }) => db.requests.insert(row)));
    assert.equal((await requests.find(workspace_id, bytes(1)))?.kids, '["a"]');
    assert.deepEqual(await requests.before(5, 10), []);
    const old = await requests.before(6, 10);
    await store.write(({ db }) => db.requests.remove(old));
    assert.equal(await requests.find(workspace_id, bytes(1)), undefined);
  });

  it('what lives for minutes: counted by kind, up to a limit, without what has ended', async () => {
    const { shortLived } = store.read;
    const row = { workspace_id, kind: 'revoked', content: '', until: 10 } as const;
    await store.write(async ({ db }) => {
      for (const id of ['a', 'b', 'c']) await db.shortLived.put({ ...row, id });
      await db.shortLived.put({ ...row, id: 'ended', until: 5 });
      await db.shortLived.put({ ...row, id: 'd', kind: 'used' });
    });
    const count = (most: number): Promise<number> => shortLived.countLive(workspace_id, 'revoked', 5, most);
    assert.deepEqual([await count(10), await count(2)], [3, 2]);
  });

  it('tasks: oldest first, changed and removed', async () => {
    const row = { workspace_id, customer_id, kind: 'settle', details: '{}', actor: 'a', below: 9 } as const;
    const id = await store.write(({ db }) => db.tasks.insert(row));
    await store.write(({ db }) => db.tasks.update(id, { below: 3 }));
    assert.deepEqual(plain(await tasks.ofCustomer(customer_id)), [{ ...row, id, below: 3 }]);
    await store.write(({ db }) => db.tasks.remove(id));
    assert.equal(await tasks.byId(id), undefined);
  });

  it('usage: added by the hour, and never beyond what can be read back', async () => {
    key_id = await store.write(({ db }) => db.keys.insert(newKey({ workspace_id, customer_id }, 'a')));
    const add = (hour: number, count: number) =>
      store.write(async ({ db }) => {
        await db.usage.addToKey(key_id, hour, count);
        await db.usage.addToWorkspace(workspace_id, hour, count);
      });
    await add(8, 1);
    await add(7, 2);
    await add(7, 3);
    const hours = [
      { hour: 7, count: 5 },
      { hour: 8, count: 1 },
    ];
    assert.deepEqual(plain(await usage.ofKey(key_id, 0)), hours);
    assert.deepEqual(plain(await usage.ofWorkspace(workspace_id, 8)), hours.slice(1));
    await add(7, Number.MAX_SAFE_INTEGER);
    assert.equal((await usage.ofKey(key_id, 0))[0]?.count, Number.MAX_SAFE_INTEGER);
    const old = await usage.keysBefore(8, 10);
    await store.write(({ db }) => db.usage.removeOfKeys(old));
    assert.deepEqual(plain(await usage.ofKey(key_id, 0)), hours.slice(1));
  });

  it('changes: in their order, and removed from the earliest on', async () => {
    await store.write(async ({ db }) => {
      for (const seq of [2, 1, 3])
        await db.changes.append([
          {
            workspace_id,
            epoch: 1,
            seq,
            key_id,
            published: 1,
            digest: bytes(seq, 16),
            at: 4,
          },
        ]);
    });
    const seqs = async (after: number, most = 10) =>
      (await changes.after(workspace_id, 1, after, most)).map(({ seq }) => seq);
    assert.deepEqual([await seqs(0), await seqs(1), await seqs(0, 1)], [[1, 2, 3], [2, 3], [1]]);
    assert.deepEqual([...((await changes.at(workspace_id, 1, 2))?.digest ?? [])], [...bytes(2, 16)]);
    assert.equal(await store.write(({ db }) => db.changes.removeUpTo(workspace_id, 1, 2)), 2);
    assert.deepEqual(await seqs(0), [3]);
  });

  it('the audit log: pages in both orders, and texts that can be erased', async () => {
    const texts = { workspace_id, customer_ref: 'cus_x', salt: bytes(1, 16), texts: '{}' };
    await store.write(async ({ db }) => {
      for (const seq of [1, 2, 3]) {
        const row = { workspace_id, seq, at: seq, action: 'key.update', actor: 'a', kid: 'a', details: '{}' };
        const hashes = { customer_ref: 'cus_x', texts_hash: bytes(1), hash: bytes(2) };
        await db.audit.append([{ ...row, ...hashes }], seq === 3 ? [] : [{ ...texts, seq }]);
      }
    });
    const page = async (wanted: object, range: object) =>
      (await audit.page(workspace_id, wanted, { order: 'newest first', most: 10, ...range })).map(
        ({ seq }) => seq,
      );
    assert.deepEqual(await page({}, { most: 2 }), [3, 2]);
    assert.deepEqual(await page({}, { order: 'oldest first', above: 1 }), [2, 3]);
    assert.deepEqual(await page({ until: 3 }, { below: 2 }), [1]);
    assert.deepEqual(await page({ customerRef: 'cus_x' }, {}), [2, 1]);
    assert.equal(await store.write(({ db }) => db.audit.eraseTexts('cus_x', 1)), 1);
    assert.equal(await store.write(({ db }) => db.audit.eraseTexts('cus_x', 10)), 1);
    assert.deepEqual(await page({ customerRef: 'cus_x' }, {}), []);
    assert.deepEqual(await page({ kid: 'a' }, {}), [3, 2, 1]);
  });
});
