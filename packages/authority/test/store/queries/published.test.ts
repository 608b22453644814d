import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeKey } from '../../publish/support.ts';
import { bytes, describeStores, newCustomer, newKey, newWorkspace } from './support.ts';

const SHARD = 7;
const ALL = 100;

describeStores('what is published', (store) => {
  const { published } = store.read;
  let [workspace_id, customer_id] = [0, 0];
  const made = [1, 2, 3].map(() => makeKey(SHARD, 'one'));
  const [first, second, third] = made.map(({ kid, jwk }) => ({ kid, jwk, shard: SHARD }));
  const change = (kid: string, update: object) =>
    store.write(async ({ db }) => db.keys.update((await db.keys.find(kid))?.id ?? 0, update));
  const shard = async (held?: { epoch: number; seq: number; digest: string }) => {
    const row = await published.shard(workspace_id, SHARD, held);
    return { ...row, text: row?.bytes == null ? null : Buffer.from(row.bytes).toString() };
  };
  const digestText = (value: number) => Buffer.from(bytes(value, 16)).toString('base64url');

  it('an empty shard has no keys, and a missing workspace no shard', async () => {
    workspace_id = (await store.write(({ db }) => db.workspaces.insert(newWorkspace('one')))).id;
    customer_id = (await store.write(({ db }) => db.customers.insert(newCustomer(workspace_id, 'x')))).id;
    assert.equal(await published.shard(workspace_id + 1, SHARD, undefined), undefined);
    const { lineage, epoch, seq, changed_epoch, changed_seq, changed_digest, count, bytes } = await shard();
    assert.deepEqual([lineage, epoch, seq], ['aa', 1, 0]);
    assert.deepEqual([changed_epoch, changed_seq, changed_digest, count, bytes], [null, null, null, 0, null]);
    assert.equal((await published.halfPins(workspace_id, SHARD)).length, 0);
    assert.deepEqual(await published.keys(workspace_id, SHARD, 0, ALL), []);
    assert.equal(await published.key(workspace_id, `${first?.kid}`), undefined);
  });

  it('a shard has its published public halves, newest first, at the version of its last change', async () => {
    await store.write(async ({ db }) => {
      for (const [index, key] of [first, second, third].entries()) {
        const changed = { changed_seq: index + 1, changed_digest: bytes(index + 1, 16) };
        await db.keys.insert(
          newKey({ workspace_id, customer_id }, key?.kid ?? '', {
            ...key,
            ...changed,
            pin: bytes(index + 1),
          }),
        );
      }
      const other = makeKey(SHARD + 1, 'one');
      await db.keys.insert(newKey({ workspace_id, customer_id }, other.kid, { ...other, changed_seq: 4 }));
    });
    const row = await shard();
    assert.equal(row.text, `${third?.jwk},${second?.jwk},${first?.jwk},`);
    assert.deepEqual([row.count, row.changed_epoch, row.changed_seq], [3, 1, 3]);
    assert.deepEqual([...(row.changed_digest ?? [])], [...bytes(3, 16)]);
  });

  it('the keys of a version that the caller holds are not read again', async () => {
    const held = { epoch: 1, seq: 3, digest: digestText(3) };
    const same = await shard(held);
    assert.deepEqual([same.count, same.bytes, same.changed_seq], [0, null, 3]);
    for (const other of [{ seq: 2 }, { epoch: 2 }, { digest: digestText(9) }])
      assert.equal((await shard({ ...held, ...other })).count, 3, JSON.stringify(other));
  });

  it('half pins and keys of a shard are oldest first', async () => {
    const pins = Buffer.concat([1, 2, 3].map((value) => bytes(value, 16)));
    assert.deepEqual(await published.halfPins(workspace_id, SHARD), pins);
    const rows = await published.keys(workspace_id, SHARD, 0, ALL);
    assert.deepEqual(
      rows.map(({ kid, customer_subject, slug, audience }) => [kid, customer_subject, slug, audience]),
      [first, second, third].map((key) => [key?.kid, 'x', 'one', 'one']),
    );
    const kids = async (after: number, most: number) =>
      (await published.keys(workspace_id, SHARD, after, most)).map(({ kid }) => kid);
    assert.deepEqual(await kids(0, 1), [first?.kid]);
    assert.deepEqual(await kids(rows[0]?.id ?? 0, ALL), [second?.kid, third?.kid]);
  });

  it('a key is found in its own workspace, whether it is published or not', async () => {
    await change(`${second?.kid}`, { published: 0, changed_seq: 5, changed_digest: bytes(5, 16) });
    const row = await published.key(workspace_id, `${second?.kid}`);
    assert.deepEqual(
      [row?.shard, row?.jwk, row?.published, row?.changed_epoch, row?.changed_seq, row?.lineage],
      [SHARD, second?.jwk, 0, 1, 5, 'aa'],
    );
    assert.equal(await published.key(workspace_id + 1, `${second?.kid}`), undefined);
  });

  it('a key that ended moves the version of its shard, and is in none of its lists', async () => {
    const row = await shard();
    assert.equal(row.text, `${third?.jwk},${first?.jwk},`);
    assert.deepEqual([row.count, row.changed_seq], [2, 5]);
    assert.deepEqual(
      await published.halfPins(workspace_id, SHARD),
      Buffer.concat([bytes(1, 16), bytes(3, 16)]),
    );
    assert.equal((await published.keys(workspace_id, SHARD, 0, ALL)).length, 2);
  });

  it('a later epoch comes after every number of an earlier one', async () => {
    await change(`${second?.kid}`, { published: 1, changed_epoch: 2, changed_seq: 1 });
    const row = await shard();
    assert.deepEqual([row.changed_epoch, row.changed_seq, row.count], [2, 1, 3]);
  });

  it('a key without a public half is only among the keys of the full feed', async () => {
    const { kid } = makeKey(SHARD, 'one');
    await store.write(({ db }) =>
      db.keys.insert(
        newKey({ workspace_id, customer_id }, kid, { shard: SHARD, jwk: null, method: 'opaque' }),
      ),
    );
    assert.equal((await shard()).count, 3);
    assert.equal((await published.halfPins(workspace_id, SHARD)).length, 48);
    assert.equal((await published.keys(workspace_id, SHARD, 0, ALL)).at(-1)?.kid, kid);
  });

  it('damaged records are left out: a public half of another key, a pin of another length', async () => {
    const { kid } = makeKey(SHARD, 'one');
    const { jwk } = makeKey(SHARD, 'one');
    await store.write(({ db }) =>
      db.keys.insert(newKey({ workspace_id, customer_id }, kid, { shard: SHARD, jwk, pin: bytes(9, 31) })),
    );
    const row = await shard();
    assert.deepEqual([row.count, row.text?.includes(jwk)], [3, false]);
    assert.equal((await published.halfPins(workspace_id, SHARD)).length, 48);
  });
});
