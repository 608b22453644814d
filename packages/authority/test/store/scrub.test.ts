import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { BUSY_MILLISECONDS } from '../../src/store/sqlite/node-sqlite.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import { textsInFiles } from '../support/bytes.ts';
import { makeFolder } from '../support/fixture.ts';

const file = join(makeFolder(), 'lostwax.db');
let store: Store;
before(() => {
  store = openSqliteStore(file);
});
after(() => store.close());

async function insert(request: string, kids: string): Promise<void> {
  const row = { workspace_id: 1, request: Buffer.from(request), body: new Uint8Array(), kids, at: 0 };
  await store.write(({ db }) => tablesBehind(db).insertInto('idempotency').values(row).execute());
}

async function remove(request: string): Promise<void> {
  await store.write(({ db }) =>
    tablesBehind(db).deleteFrom('idempotency').where('request', '=', Buffer.from(request)).execute(),
  );
}

describe('scrub', () => {
  it('leaves nothing of deleted rows and an empty write-ahead log', async () => {
    await insert('one', 'a text to erase');
    assert.deepEqual(textsInFiles(file, ['a text to erase']), ['a text to erase']);
    await remove('one');
    await store.scrub();
    assert.deepEqual(textsInFiles(file, ['a text to erase']), []);
    assert.equal(statSync(`${file}-wal`).size, 0);
  });

  it('leaves nothing of copies that SQLite made when it split and merged pages', async () => {
    const requests = Array.from({ length: 600 }, (_, n) => `split ${(n * 7919) % 600}.`);
    await Promise.all(
      requests.map((request, n) => insert(request, `erase <${request}> ${'-'.repeat((n * 31) % 700)}`)),
    );
    const gone = requests.filter((_, n) => n % 3 === 0);
    await Promise.all(gone.map(remove));
    await store.scrub();
    assert.deepEqual(
      textsInFiles(
        file,
        gone.map((request) => `<${request}>`),
      ),
      [],
    );
    const left = requests.filter((_, n) => n % 3 !== 0).map((request) => `<${request}>`);
    assert.equal(textsInFiles(file, left).length, left.length);
  });

  it('overwrites a file of any size page by page, while others write to the same pages', async () => {
    const large = join(makeFolder(), 'lostwax.db');
    const own = openSqliteStore(large);
    const row = (n: number) => ({ workspace_id: 1, request: Buffer.from(`${(n * 7919) % 9_973}`), at: n });
    const write = (n: number, text: string) =>
      own.write(({ db }) =>
        tablesBehind(db)
          .insertInto('idempotency')
          .values({ ...row(n), body: new Uint8Array(), kids: text })
          .execute(),
      );
    const many = Array.from({ length: 8_000 }, (_, n) => n);
    await Promise.all(
      many.map((n) => write(n, `<${n % 4 === 0 ? 'gone' : 'kept'} ${n}> ${'-'.repeat(5_000 + (n % 900))}`)),
    );
    assert.ok(statSync(large).size + statSync(`${large}-wal`).size > 36 * 1024 * 1024);
    await own.write(({ db }) =>
      tablesBehind(db).deleteFrom('idempotency').where('kids', 'like', '<gone%').execute(),
    );
    let scrubbed = false;
    const scrubbing = own.scrub().finally(() => {
      scrubbed = true;
    });
    let meanwhile = 8_000;
    for (; !scrubbed; meanwhile += 1)
      await write(meanwhile, `<late ${meanwhile}> ${'-'.repeat(meanwhile % 3_000)}`);
    await scrubbing;
    assert.ok(meanwhile > 8_020, `${meanwhile}: others write between its steps`);
    assert.deepEqual(textsInFiles(large, ['<gone ', '<kept ']), ['<kept ']);
    const texts = await tablesBehind(own.read).selectFrom('idempotency').select('kids').execute();
    assert.equal(texts.length, 6_000 + meanwhile - 8_000);
    await own.close();
    const file = new DatabaseSync(large, { readOnly: true });
    assert.deepEqual({ ...file.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    file.close();
  });

  it('requested many times at once, runs twice: once for the first request, once for all later ones', async () => {
    let runs = 0;
    const end = store.onScrub(async () => {
      runs += 1;
    });
    await Promise.all(Array.from({ length: 20 }, () => store.scrub()));
    end();
    assert.ok(runs >= 1 && runs <= 2, String(runs));
  });

  it('is not delayed by writers that never pause', async () => {
    let stop = false;
    let count = 0;
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      while (!stop) await insert(`${writer} ${count++}`, '[]');
    });
    await store.scrub();
    stop = true;
    await Promise.all(writers);
    assert.ok(count > 4);
  });

  it('waits for a reader of an old snapshot without blocking others', async () => {
    await insert('held', 'a text that is held');
    const { promise: reading, resolve: read } = Promise.withResolvers<void>();
    const { promise: end, resolve: finish } = Promise.withResolvers<void>();
    const frozen = store.frozen(async (db) => {
      await tablesBehind(db).selectFrom('idempotency').select('at').execute();
      read();
      await end;
    });
    await reading;
    await remove('held');
    let scrubbed = false;
    const scrubbing = store.scrub().then(() => {
      scrubbed = true;
    });
    const started = performance.now();
    for (let n = 0; n < 20; n++) await insert(`meanwhile ${n}`, '[]');
    await delay(100);
    assert.ok(
      performance.now() - started < BUSY_MILLISECONDS,
      'none of them waits as long as for a busy file',
    );
    assert.equal(scrubbed, false);
    finish();
    await frozen;
    await scrubbing;
    assert.deepEqual(textsInFiles(file, ['a text that is held']), []);
  });
});
