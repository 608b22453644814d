import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parsePosition } from '@lostwax/contract';
import { seedKeys } from '../../../../lab/bench/seed.ts';
import { until } from '../../../../tools/testing/until.ts';
import { Broadcast } from '../../src/feed/broadcast.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import { makeFolder } from '../support/fixture.ts';
import { assertInOrder, bearer, openFeeds, parseSnapshot, SLUG, Stream, storedPins } from './support.ts';

const KEYS = 200_000;
const MEGABYTE = 1_000_000;

const fixture = await openFeeds(makeFolder());
seedKeys({ file: fixture.database, workspace: SLUG, keys: KEYS });

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** Memory in use: on a busy machine, the amount of garbage varies widely. */
function liveBytes(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

describe(`a snapshot of ${KEYS} keys`, () => {
  for (const kind of ['public', 'full'] as const) {
    it(`${kind}: is built without blocking others, and is never in memory as a whole`, async (t) => {
      const path = kind === 'public' ? `/${SLUG}/feed/snapshot` : `/${SLUG}/feed/full/snapshot`;
      const shard = `/${SLUG}/.well-known/jwks/7f.json`;
      const { etag } = (await fixture.get(shard)).headers;
      const before = liveBytes();
      let most = 0;
      // HEAD makes the authority build it without holding the authority's and the reader's copy in this process at once.
      let making = true;
      const made = fixture.get(path, bearer(fixture.admin), 'HEAD').finally(() => {
        making = false;
      });
      let answers = 0;
      while (making) {
        const { status } = await fixture.get(shard, { 'if-none-match': String(etag) });
        assert.equal(status, 304);
        answers += 1;
        if (answers % 20 === 0) most = Math.max(most, liveBytes() - before);
      }
      const { status, headers } = await made;
      assert.equal(status, 200);
      const seen = JSON.stringify({ kind, bytes: headers['content-length'], answers, most });
      t.diagnostic(seen);
      // Counted, not timed: the authority and the reader share a thread, so other work runs only when building yields. Without
      // yielding,
      // there would be a single turn; with it, there are more than a hundred.
      assert.ok(answers >= 20, seen);
      assert.ok(most < 32 * MEGABYTE, seen);
    });
  }

  it('matches the store', async () => {
    const { header, pins } = parseSnapshot((await fixture.get(`/${SLUG}/feed/snapshot`)).body);
    assert.equal(header.count, KEYS);
    assert.deepEqual(new Set(pins.keys()), storedPins(fixture.database).half);
  });
});

describe('readers far behind', () => {
  let store: Store;
  before(() => {
    store = openSqliteStore(fixture.database);
  });
  after(() => store.close());

  it('one catches up with all changes in order', async () => {
    const stream = await fixture.follow(`/${SLUG}/feed?since=${fixture.at(0)}`);
    await stream.reach(KEYS);
    assertInOrder(stream.events, 0);
    assert.equal(stream.events.length, KEYS);
    stream.close();
  });

  it('one that stops reading costs the memory of one read, blocks no one, and gets the rest when it reads on', async () => {
    const { id } = await tablesBehind(store.read)
      .selectFrom('workspaces')
      .select('id')
      .where('slug', '=', SLUG)
      .executeTakeFirstOrThrow();
    const start = parsePosition(fixture.at(0));
    assert.ok(start);
    const broadcast = new Broadcast(store, id, 'public', (error) => assert.fail(String(error)));
    const responses: ServerResponse[] = [];
    const errors: Error[] = [];
    const server = createServer((_, response) => {
      response.on('error', (error) => errors.push(error)).flushHeaders();
      responses.push(response);
      broadcast.join(response, start);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const connect = async () => {
      const outgoing = request({
        host: '127.0.0.1',
        port: (server.address() as AddressInfo).port,
        agent: false,
      }).end();
      return (await once(outgoing, 'response'))[0];
    };
    const sleeper = await connect();
    const [response] = responses;
    assert.ok(response);
    let before = -1;
    await until('the network takes no more', 10_000, () => {
      const now = response.socket?.bytesWritten ?? 0;
      const stands = response.writableNeedDrain && now === before;
      before = now;
      return stands;
    });
    assert.ok(before < KEYS * 30, 'it has not been sent all');
    assert.ok(response.writableLength < 300_000, `${response.writableLength} bytes wait in memory`);

    const awake = new Stream(await connect());
    await awake.reach(KEYS);
    assert.ok(response.writableNeedDrain, 'the other one got by');

    const woken = new Stream(sleeper);
    await woken.reach(KEYS);
    assertInOrder(woken.events, 0);
    assert.equal(woken.events.length, KEYS);

    // Stopping during a wait: nothing is written to a stream that has ended.
    await connect();
    broadcast.close();
    broadcast.changed();
    assert.equal(broadcast.readers, 0);
    await connect();
    assert.equal(broadcast.readers, 0, 'who comes later is sent away');
    await new Promise((resolve) => setImmediate(resolve));
    server.closeAllConnections();
    server.close();
    assert.deepEqual(errors, []);
  });
});
