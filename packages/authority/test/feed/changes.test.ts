import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EMPTY_DIGEST, SetDigest } from '@lostwax/contract';
import { LINEAGE, seqOf } from '../../../../tools/testing/position.ts';
import { until } from '../../../../tools/testing/until.ts';
import { resetAdmin } from '../../src/reset-admin.ts';
import { applyEvents, assertInOrder, bearer, openFeeds, pinsOf, SLUG, storedPins } from './support.ts';

const it = await openFeeds();
const changes = (since: string) => `/${SLUG}/feed?since=${since}`;
const fullChanges = (since: string) => `/${SLUG}/feed/full?since=${since}`;
const position = async () => (await it.get(`/${SLUG}/feed/head`)).json.position as string;
const last = async () => seqOf(await position());

describe('changes (spec/feed.md §4)', () => {
  test('that have been are sent first, then those that come, as the specification writes them', async () => {
    const a = await it.issue({ scopes: [], claims: { plan: 'gold' } });
    const [open, full] = [
      await it.follow(changes(it.at(0))),
      await it.follow(fullChanges(it.at(0)), bearer(it.admin)),
    ];
    await Promise.all([open.reach(1), full.reach(1)]);
    await it.revoke(a.id);
    await Promise.all([open.reach(2), full.reach(2)]);
    const { half, whole } = pinsOf(a.token);
    assert.deepEqual(open.events, [
      { seq: 1, event: 'add', data: half },
      { seq: 2, event: 'remove', data: half },
    ]);
    assert.deepEqual(
      full.events.map(({ seq, event, data }) => [seq, event, JSON.parse(data)]),
      [
        [
          ...[1, 'add'],
          { pin: whole, method: 'signed', kid: a.id, customer: 'c', scopes: [], claims: { plan: 'gold' } },
        ],
        [2, 'remove', { pin: whole, kid: a.id, method: 'signed' }],
      ],
    );
  });

  test('begin after Last-Event-ID, which counts before since', async () => {
    const at = await last();
    const key = await it.issue();
    const stream = await it.follow(changes(it.at(0)), { 'last-event-id': it.at(at) });
    await stream.reach(at + 1);
    assert.deepEqual(stream.events, [{ seq: at + 1, event: 'add', data: pinsOf(key.token).half }]);
  });

  test('400 without a position, and for what is none', async () => {
    const digest = it.at(0).split('.')[3];
    const broken = [
      ...['', '1', '1.', '0.1', '1.42', '1.1.1', 'x', `${LINEAGE}.1`, `${LINEAGE}.1.1`],
      ...['0.1', '01.1', '1.01', '-1.1', '1.x', '1.9007199254740993'].map(
        (numbers) => `${LINEAGE}.${numbers}.${digest}`,
      ),
      ...[`${LINEAGE}.1.1.${digest}A`, `${LINEAGE}.1.1.AAAAAAAAAAAAAAAAAAAAAB`, `${LINEAGE}0.1.1.${digest}`],
    ].map((since) => `?since=${since}`);
    for (const query of ['', ...broken]) {
      const { status, json, headers } = await it.get(`/${SLUG}/feed${query}`);
      assert.deepEqual([query, status, json.code], [query, 400, 'invalid_request']);
      assert.equal(headers['cache-control'], 'no-store');
    }
    const { status } = await it.get(changes(it.at(0)), { 'last-event-id': 'x' });
    assert.equal(status, 400, 'a Last-Event-ID that is none does not fall back to since');
  });

  test('409 for a position that is ahead, and for one of a history that did not begin before', async () => {
    const [lineage, epoch, seq, digest] = it.at().split('.');
    const ahead = [
      `${lineage}.${epoch}.${Number(seq) + 1}.${digest}`,
      `${lineage}.${Number(epoch) + 1}.0.${digest}`,
      `${LINEAGE}.${epoch}.0.${digest}`,
      `${LINEAGE}.999999999999999.0.${digest}`,
    ];
    for (const since of ahead) {
      const { status, json } = await it.get(changes(since));
      assert.deepEqual([since, status, json.code], [since, 409, 'position_ahead']);
    }
  });

  test('410 for another history, although its numbers are here too', async () => {
    const [lineage, epoch] = it.at().split('.');
    const foreign = [
      `${LINEAGE}.1.0.${EMPTY_DIGEST}`,
      `${lineage}.${epoch}.1.${new SetDigest().toggle(Buffer.alloc(16, 7)).text}`,
      `${lineage}.${epoch}.${await last()}.${new SetDigest().toggle(Buffer.alloc(16, 7)).text}`,
    ];
    for (const since of foreign) {
      const { status, json } = await it.get(changes(since));
      assert.deepEqual([since, status, json.code], [since, 410, 'position_gone']);
    }
  });

  test('404 for a workspace that there is not', async () => {
    for (const part of ['', '/snapshot', '/head']) {
      const { status, json, headers } = await it.get(`/nobody/feed${part}?since=${it.at(0)}`);
      assert.deepEqual([part, status, json.code], [part, 404, 'workspace_not_found']);
      assert.equal(headers['x-request-id'], json.requestId);
    }
    for (const path of ['/feed/', '/feed/full/head', '/feed/full/full', '/feed/snapshot/', '/feed/x'])
      assert.equal((await it.get(`/${SLUG}${path}?since=${it.at(0)}`)).json.code, 'not_found', path);
  });
});

describe('everything that turns a pin is a change of its own', () => {
  /** Runs `work`, and waits for the head and both feeds to have `count` changes more. */
  async function turns(count: number, event: string, work: () => Promise<unknown>): Promise<void> {
    const at = await last();
    const streams = [
      await it.follow(changes(it.at(at))),
      await it.follow(fullChanges(it.at(at)), bearer(it.admin)),
    ];
    await work();
    for (const stream of streams) {
      if (count > 0) await stream.reach(at + count);
      assertInOrder(stream.events, at);
      assert.equal(stream.events.filter((one) => one.event === event).length, count);
      stream.close();
    }
    assert.equal(await last(), at + count, 'and nothing else is');
  }

  test('the expiry of keys, told when their time is over', async () => {
    const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1_000).toISOString();
    for (let n = 0; n < 7; n += 1) await it.issue({ customer: 'expires', expiresAt });
    await turns(7, 'remove', async () => {});
  });

  test('the end of overlaps', async () => {
    const keys = await Promise.all(Array.from({ length: 3 }, () => it.issue({ customer: 'rotates' })));
    for (const { id } of keys)
      await it.call('POST', `/v1/workspaces/${SLUG}/keys/${id}/rotate`, { overlapSeconds: 3600 });
    await turns(3, 'remove', async () => {
      const endsAt = new Date(Date.now()).toISOString();
      for (const { id } of keys)
        await it.call('POST', `/v1/workspaces/${SLUG}/keys/${id}/rotation`, { endsAt });
    });
  });

  test('a suspension of n keys is n changes, and so is its end; a name is none', async () => {
    await Promise.all(Array.from({ length: 25 }, () => it.issue({ customer: 'suspended' })));
    const customer = (patch: object) => it.call('PATCH', `/v1/workspaces/${SLUG}/customers/suspended`, patch);
    await turns(25, 'remove', () => customer({ state: 'suspended' }));
    await turns(25, 'add', () => customer({ state: 'active' }));
    await turns(0, 'add', () => customer({ name: 'A name' }));
  });

  test('disable and enable; a batch', async () => {
    const { id } = await it.issue();
    const key = (what: string) => it.call('POST', `/v1/workspaces/${SLUG}/keys/${id}/${what}`);
    await turns(1, 'remove', () => key('disable'));
    await turns(1, 'add', () => key('enable'));
    const items = Array.from({ length: 40 }, () => ({ customer: 'batch' }));
    await turns(40, 'add', () => it.call('POST', `/v1/workspaces/${SLUG}/keys:batch`, { items }));
    await turns(40, 'remove', () =>
      it.call('POST', `/v1/workspaces/${SLUG}/keys:revoke`, { customer: 'batch' }),
    );
  });

  test('what is left is what the store has', async () => {
    const stream = await it.follow(changes(it.at(0)));
    await stream.reach(await last());
    assertInOrder(stream.events, 0);
    assert.deepEqual(applyEvents([], stream.events), storedPins(it.database).half);
    // Every key is signed today, so nothing is `other` yet.
    assert.ok(stream.events.every(({ event }) => event !== 'other'));
  });
});

describe('the head (spec/feed.md §6)', () => {
  test('is of this moment, and is never kept', async () => {
    for (let n = 0; n < 5; n += 1) {
      const before = await last();
      await it.issue();
      const { headers, json } = await it.get(`/${SLUG}/feed/head`);
      assert.deepEqual(json, { position: it.at(before + 1), issuer: `${it.authority().origin}/${SLUG}` });
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers.etag, undefined);
    }
    const { status, body } = await it.get(`/${SLUG}/feed/head`, {}, 'HEAD');
    assert.deepEqual([status, body.length], [200, 0]);
  });
});

// Last: it ends the key that the tests use.
describe('another process', () => {
  test('that writes to the same data is seen by readers', async () => {
    const { json } = await it.get('/lostwax/feed/head');
    const seq = seqOf(json.position);
    const stream = await it.follow(`/lostwax/feed?since=${json.position}`);
    const keyFile = await resetAdmin({ data: it.folder });
    await stream.reach(seq + 2);
    assert.deepEqual(
      stream.events.map(({ event }) => event),
      ['remove', 'add'],
    );
    assert.equal(keyFile, it.authority().adminKeyFile);
    await until('the old key is refused', 5_000, async () => {
      const { status } = await it.get(`/${SLUG}/feed/full/snapshot`, bearer(it.admin));
      return status === 401;
    });
  });
});
