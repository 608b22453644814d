import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import { position } from '../../../../tools/testing/position.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { PinChange, Store, Tx } from '../../src/store/store.ts';
import { makeFolder, withCode } from '../support/fixture.ts';
import { transactionsInWal } from '../support/wal.ts';

const folder = makeFolder();
const opened: Store[] = [];
let file: string;
let store: Store;
let told: string[];

beforeEach(() => {
  file = join(folder, `${opened.length}.db`);
  store = openSqliteStore(file);
  opened.push(store);
  told = [];
  store.onCommit((changes) => {
    assert.notEqual(changes, 'unknown');
    for (const { kid } of changes as readonly PinChange[]) told.push(kid);
  });
});
after(() => Promise.all(opened.map((one) => one.close())));

/** An operation that leaves one row in `idempotency`, which depends on nothing else. */
function insert(number: number, fails = false): (tx: Tx) => Promise<number> {
  return async ({ db, changed }) => {
    const request = Buffer.from(String(number));
    await tablesBehind(db)
      .insertInto('idempotency')
      .values({ workspace_id: 1, request, body: request, kids: '[]', at: number })
      .execute();
    changed({ workspaceId: 1, ...position(number), kid: `k${number}`, shard: 0, jwk: '', kind: 'added' });
    if (fails) throw new TypeError(`operation ${number} fails`);
    return number;
  };
}

async function rows(): Promise<number[]> {
  const found = await tablesBehind(store.read).selectFrom('idempotency').select('at').orderBy('at').execute();
  return found.map(({ at }) => at);
}

const hundred = Array.from({ length: 100 }, (_, n) => n + 1);

describe('group commit', () => {
  it('a hundred writes at once share one transaction, and so one sync', async () => {
    const before = transactionsInWal(file);
    const results = await Promise.all(hundred.map((n) => store.write(insert(n))));
    assert.deepEqual(results, hundred);
    assert.deepEqual(await rows(), hundred);
    assert.equal(transactionsInWal(file) - before, 1);
  });

  it('long operations have a transaction each, and small ones go in between', async () => {
    const order: number[] = [];
    const noted = (number: number) => async (tx: Tx) => order.push(await insert(number)(tx));
    const before = transactionsInWal(file);
    const long = [1, 2, 3].map((n) => store.writeMuch(noted(n)));
    const small = [11, 12].map((n) => store.write(noted(n)));
    await Promise.all([...long, ...small]);
    assert.deepEqual(order, [1, 11, 12, 2, 3]);
    assert.equal(transactionsInWal(file) - before, 4);
  });

  it('an operation announces any number of changes, and a failed neighbor none', async () => {
    const many = 150_000;
    const change = { workspaceId: 1, ...position(0), shard: 0, jwk: '', kind: 'removed' as const };
    const large = store.write(async ({ changed }) => {
      for (let seq = 1; seq <= many; seq++) changed({ ...change, seq, kid: `large${seq}` });
    });
    const [, failed, small] = await Promise.allSettled([
      large,
      store.write(insert(many + 1, true)),
      store.write(insert(many + 1)),
    ]);
    assert.equal(failed.status, 'rejected');
    assert.deepEqual(small, { status: 'fulfilled', value: many + 1 });
    assert.equal(told.length, many + 1);
    assert.deepEqual([told[0], told.at(-1)], ['large1', `k${many + 1}`]);
  });

  it('operations run one after another in order of arrival', async () => {
    const order: string[] = [];
    const slow =
      (name: string) =>
      async ({ db }: Tx) => {
        order.push(`${name} begins`);
        await sql`select 1`.execute(tablesBehind(db));
        order.push(`${name} ends`);
      };
    await Promise.all(['a', 'b', 'c'].map((name) => store.write(slow(name))));
    assert.deepEqual(order, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('a result is returned once any reader can see its row', async () => {
    await Promise.all(
      hundred.map(async (n) => {
        await store.write(insert(n));
        assert.ok((await rows()).includes(n));
      }),
    );
  });

  it('listeners are notified of changes in order, once they are readable and before the result is returned', async () => {
    const seen: number[] = [];
    const end = store.onCommit((changes) => seen.push(changes.length));
    await Promise.all(
      hundred.map((n) => store.write(insert(n)).then(() => assert.ok(told.includes(`k${n}`)))),
    );
    assert.deepEqual(
      told,
      hundred.map((n) => `k${n}`),
    );
    end();
    await store.write(insert(101));
    assert.equal(
      seen.reduce((sum, length) => sum + length, 0),
      100,
    );
  });
});

describe('an operation that fails', () => {
  it('leaves no trace, is not announced, and does not disturb its neighbours', async () => {
    const results = await Promise.allSettled(hundred.map((n) => store.write(insert(n, n % 3 === 0))));
    const good = hundred.filter((n) => n % 3 !== 0);
    for (const [index, result] of results.entries()) {
      assert.equal(result.status, (index + 1) % 3 === 0 ? 'rejected' : 'fulfilled');
    }
    assert.deepEqual(await rows(), good);
    assert.deepEqual(
      told,
      good.map((n) => `k${n}`),
    );
  });

  it('keeps its own error, even that of a statement', async () => {
    await store.write(insert(1));
    const [own, statement, neighbour] = await Promise.allSettled([
      store.write(insert(2, true)),
      store.write(insert(1)),
      store.write(insert(3)),
    ]);
    assert.match(String((own as PromiseRejectedResult).reason), /TypeError: operation 2 fails/);
    assert.match(String((statement as PromiseRejectedResult).reason), /UNIQUE/);
    assert.equal(neighbour.status, 'fulfilled');
    assert.deepEqual(await rows(), [1, 3]);
  });
});

describe('a reader', () => {
  it('never sees what is not committed', async () => {
    const { promise: looked, resolve: look } = Promise.withResolvers<void>();
    const writing = store.write(async (tx) => {
      await insert(1)(tx);
      const own = await tablesBehind(tx.db).selectFrom('idempotency').select('at').execute();
      assert.equal(own.length, 1);
      assert.deepEqual(await rows(), []);
      look();
    });
    await looked;
    await writing;
    assert.deepEqual(await rows(), [1]);
  });

  it('with a frozen view sees one moment while others write', async () => {
    await store.write(insert(1));
    await store.frozen(async (db) => {
      const count = async () =>
        (await tablesBehind(db).selectFrom('idempotency').select('at').execute()).length;
      assert.equal(await count(), 1);
      await store.write(insert(2));
      assert.equal(await count(), 1);
    });
    assert.deepEqual(await rows(), [1, 2]);
  });

  it('cannot write', async () => {
    await assert.rejects(tablesBehind(store.read).deleteFrom('idempotency').execute(), /readonly/);
  });
});

describe('a listener that throws', () => {
  it('ends the process, but only after the writer has been told that the write is durable', async () => {
    const { promise: ended, resolve: end } = Promise.withResolvers<Error>();
    process.setUncaughtExceptionCaptureCallback(end);
    const unsubscribe = store.onCommit(() => {
      throw new Error('a listener fails');
    });
    await store.write(insert(1));
    assert.equal((await ended).message, 'a listener fails');
    process.setUncaughtExceptionCaptureCallback(null);
    unsubscribe();
    await store.write(insert(2));
    assert.deepEqual(await rows(), [1, 2]);
  });
});

describe('close', () => {
  it('waits for earlier operations, and refuses later ones', async () => {
    const writes = hundred.map((n) => store.write(insert(n)));
    const closing = store.close();
    await assert.rejects(store.write(insert(101)), withCode('shutting_down'));
    await closing;
    assert.deepEqual(await Promise.all(writes), hundred);
    store = openSqliteStore(file);
    opened.push(store);
    assert.deepEqual(await rows(), hundred);
  });
});
