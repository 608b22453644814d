import assert from 'node:assert/strict';
import { it } from 'node:test';
import { AuthorityError } from '../../../src/errors.ts';
import type { Tx } from '../../../src/store/store.ts';
import { bytes, describeStores, newCustomer, newKey, newWorkspace } from './support.ts';

/** Operations that are requested at once share a transaction. Each is as if it had run alone, in the order of the requests. */
describeStores('operations in one transaction', (store) => {
  let [workspace_id, customer_id] = [0, 0];
  const of = () => ({ workspace_id, customer_id });
  const heads = (seq: number) => ({
    ...{ seq, digest: bytes(seq, 16), live_keys: seq, audit_seq: seq, audit_hash: bytes(seq) },
  });
  const all = <T>(...operations: ((tx: Tx) => Promise<T>)[]) =>
    Promise.allSettled(operations.map((operation) => store.write(operation)));
  const values = (results: readonly PromiseSettledResult<unknown>[]) =>
    results.map((result) => (result.status === 'fulfilled' ? result.value : 'refused'));

  it('each sees what those before it have written', async () => {
    workspace_id = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('one')))).id;
    customer_id = (await store.write(({ db }) => db.customers.insert(newCustomer(workspace_id, 'x')))).id;
    const seen = await all<unknown>(
      async ({ db }) => {
        const id = await db.keys.insert(newKey(of(), 'a', { replaced_by: null }));
        await db.changes.append([
          { workspace_id, epoch: 1, seq: 1, key_id: id, published: 1, digest: bytes(1, 16), at: 1 },
        ]);
        await db.workspaces.moveHeads(workspace_id, heads(1));
      },
      async ({ db }) => (await db.workspaces.byId(workspace_id))?.seq,
      async ({ db }) => (await db.workspaces.head(workspace_id))?.seq,
      async ({ db }) => (await db.changes.after(workspace_id, 1, 0, 9)).map(({ kid }) => kid),
      ({ db }) => db.keys.countLive(customer_id, 1),
      async ({ db }) => (await db.keys.find('a'))?.revoked_at,
      async ({ db }) => db.keys.update((await db.keys.find('a'))?.id ?? 0, { revoked_at: 7 }),
      async ({ db }) => (await db.keys.find('a'))?.revoked_at,
      ({ db }) => db.customers.update(customer_id, { state: 'suspended' }),
      async ({ db }) => (await db.keys.find('a'))?.customer_state,
    );
    assert.deepEqual(values(seen), [undefined, 1, 1, ['a'], 1, null, undefined, 7, undefined, 'suspended']);
  });

  it('a customer that one looked for in vain is found once another has created it', async () => {
    const look = async ({ db }: Tx) => [
      (await db.customers.bySubject(workspace_id, 'y'))?.subject,
      (await db.customers.bySubjects(workspace_id, ['y', 'z', 'y', 'y'])).length,
    ];
    const made = (subject: string) => async (tx: Tx) => {
      await tx.db.customers.insert(newCustomer(workspace_id, subject));
      return look(tx);
    };
    const seen = await all(look, made('y'), look, made('z'), look);
    assert.deepEqual(values(seen), [
      [undefined, 0],
      ['y', 1],
      ['y', 1],
      ['y', 2],
      ['y', 2],
    ]);
  });

  it('one that throws changes nothing for the others, before or after its first write', async () => {
    const refuse = (): never => {
      // The words must not matter: they could be a customer's name.
      throw new AuthorityError('customer_suspended', 'The customer "connection timeout" is suspended.');
    };
    const key =
      (kid: string, fails = false) =>
      async (tx: Tx) => {
        const row = await tx.db.workspaces.byId(workspace_id);
        await tx.db.keys.insert(newKey(of(), kid));
        await tx.db.workspaces.moveHeads(workspace_id, heads((row?.seq ?? 0) + 1));
        return fails ? refuse() : row?.seq;
      };
    const early = await all<unknown>(key('b'), async () => refuse(), key('c'), key('no', true), key('d'));
    assert.deepEqual(values(early), [1, 'refused', 2, 'refused', 3]);
    const late = await all<unknown>(
      key('e'),
      async ({ db }) => {
        await db.keys.update((await db.keys.find('b'))?.id ?? 0, { revoked_at: 7 });
        refuse();
      },
      key('f'),
    );
    assert.deepEqual(values(late), [4, 'refused', 5]);
    assert.equal((await store.read.workspaces.byId(workspace_id))?.seq, 6);
    assert.equal(await store.read.keys.find('no'), undefined);
    assert.equal((await store.read.keys.find('b'))?.revoked_at, null);
  });

  it('one whose rows the database refuses changes nothing for the others, whenever that shows', async () => {
    const key = (kid: string) => async (tx: Tx) => {
      await tx.db.keys.insert(newKey(of(), kid));
      return kid;
    };
    const shown = async (tx: Tx) => {
      await key('h')(tx);
      return String((await tx.db.keys.find('g'))?.kid);
    };
    assert.deepEqual(values(await all(key('g'), key('a'), key('i'), shown)), ['g', 'refused', 'i', 'g']);
    assert.ok(await store.read.keys.find('h'));
  });

  it('more rows than one statement takes are all stored', async () => {
    const kids = Array.from({ length: 1_500 }, (_, index) => `many_${index}`);
    const ids = await store.write(async ({ db }) => {
      const ids: number[] = [];
      for (const kid of kids) ids.push(await db.keys.insert(newKey(of(), kid, { name: 'half \ud800' })));
      return ids;
    });
    assert.deepEqual(
      ids.toSorted((a, b) => a - b),
      ids,
    );
    const first = await store.read.keys.find('many_0');
    const last = await store.read.keys.find('many_1499');
    assert.deepEqual([first?.id, last?.id], [ids[0], ids.at(-1)]);
    assert.equal(first?.name, 'half \ufffd');
  });
});
