import assert from 'node:assert/strict';
import { it } from 'node:test';
import { bytes, describeStores, newCustomer, newSession, newWorkspace, plain } from './support.ts';

describeStores('sessions', (store) => {
  const { sessions } = store.read;
  let [one, customer] = [0, 0];

  it('an empty store has none', async () => {
    one = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('one')))).id;
    assert.equal(await sessions.byId('ses_1'), undefined);
    assert.equal(await sessions.byCode(bytes(1), null, 0), undefined);
    assert.deepEqual(await sessions.ofCustomer(1, 0), []);
    assert.deepEqual(await sessions.page(one, 0, { most: 10, offset: 0 }), []);
    assert.deepEqual(await sessions.openedBy('key'), []);
    assert.deepEqual(await sessions.over(1_000, 10), []);
    assert.equal(await store.write(({ db }) => db.sessions.remove([])), 0);
  });

  it('gives live portal sessions, newest first, a page at a time', async () => {
    customer = await store.write(async ({ db }) => {
      const { id: x } = await db.customers.insert(newCustomer(one, 'x'));
      const { id: y } = await db.customers.insert(newCustomer(one, 'y'));
      const of = (customer_id: number) => ({ workspace_id: one, customer_id });
      for (const row of [
        newSession('ses_b', { ...of(x), created_at: 2 }),
        newSession('ses_a', { ...of(x), created_at: 2 }),
        newSession('ses_c', { ...of(y), created_at: 3 }),
        newSession('ses_over', { ...of(x), created_at: 4, expires_at: 10 }),
        newSession('ses_console', { kind: 'console', holder: 'key', code_hash: bytes(1), created_by: 'x' }),
      ])
        await db.sessions.insert(row);
      return x;
    });
    const page = async (most: number, offset: number, customerId?: number) =>
      (await sessions.page(one, 10, { most, offset, customerId })).map(({ id, subject }) => [id, subject]);
    assert.deepEqual(await page(2, 0), [
      ['ses_c', 'y'],
      ['ses_a', 'x'],
    ]);
    assert.deepEqual(await page(2, 2), [['ses_b', 'x']]);
    assert.deepEqual(await page(10, 0, customer), [
      ['ses_a', 'x'],
      ['ses_b', 'x'],
    ]);
    const own = await sessions.ofCustomer(customer, 10);
    assert.deepEqual(own.map(({ id }) => id).sort(), ['ses_a', 'ses_b']);
  });

  it('a code is found while it is valid, in its workspace, and is replaced by a secret', async () => {
    assert.equal((await sessions.byCode(bytes(1), null, 99))?.id, 'ses_console');
    assert.equal(await sessions.byCode(bytes(1), null, 100), undefined);
    assert.equal(await sessions.byCode(bytes(1), one, 0), undefined);
    assert.equal(await sessions.byCode(bytes(2), null, 0), undefined);
    const change = { code_hash: null, secret_hash: bytes(3), expires_at: 500 };
    await store.write(({ db }) => db.sessions.update('ses_console', change));
    assert.equal(await sessions.byCode(bytes(1), null, 0), undefined);
    const { secret_hash, ...row } = plain(await sessions.byId('ses_console')) ?? newSession('');
    assert.deepEqual([...(secret_hash ?? [])], [...bytes(3)]);
    assert.equal(row.expires_at, 500);
  });

  it('a code is unique', async () => {
    const [code, again] = [
      newSession('ses_1', { code_hash: bytes(9) }),
      newSession('ses_2', { code_hash: bytes(9) }),
    ];
    await store.write(({ db }) => db.sessions.insert(code));
    await assert.rejects(store.write(({ db }) => db.sessions.insert(again)));
    assert.equal(await sessions.byId('ses_2'), undefined);
    assert.equal(await store.write(({ db }) => db.sessions.remove(['ses_1', 'ses_2'])), 1);
  });

  it('finds expired sessions, and those a given actor opened', async () => {
    assert.deepEqual(await sessions.over(9, 10), []);
    assert.deepEqual(await sessions.over(10, 10), ['ses_over']);
    assert.equal((await sessions.over(1_000, 2)).length, 2);
    const opened = await sessions.openedBy('key');
    assert.deepEqual(
      plain(opened).sort((a, b) => (a.id < b.id ? -1 : 1)),
      ['ses_a', 'ses_b', 'ses_c', 'ses_over'].map((id) => ({ id, slug: 'one' })),
    );
  });

  it('removes those of a customer, and those that an actor opened or holds', async () => {
    await store.write(({ db }) => db.sessions.removeOfCustomer(customer));
    assert.deepEqual(
      (await sessions.openedBy('key')).map(({ id }) => id),
      ['ses_c'],
    );
    await store.write(({ db }) => db.sessions.removeOf('key'));
    assert.deepEqual(await sessions.openedBy('key'), []);
    assert.equal(await sessions.byId('ses_console'), undefined);
  });
});
