import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EMPTY_DIGEST, SetDigest } from '@lostwax/contract';
import { LINEAGE, seqOf } from '../../../../tools/testing/position.ts';
import { until } from '../../../../tools/testing/until.ts';
import { resetAdmin } from '../../src/reset-admin.ts';
import { applyEvents, assertInOrder, bearer, openFeeds, pinsOf, SLUG, storedPins } from './support.ts';

const fixture = await openFeeds();
const changes = (since: string) => `/${SLUG}/feed?since=${since}`;
const fullChanges = (since: string) => `/${SLUG}/feed/full?since=${since}`;
const position = async () => (await fixture.get(`/${SLUG}/feed/head`)).json.position as string;
const last = async () => seqOf(await position());

describe('changes (spec/feed.md §4)', () => {
  it('of the past are sent first, then new ones, in the format of the specification', async () => {
    const a = await fixture.issue({ scopes: [], claims: { plan: 'gold' } });
    const [open, full] = [
      await fixture.follow(changes(fixture.at(0))),
      await fixture.follow(fullChanges(fixture.at(0)), bearer(fixture.admin)),
    ];
    await Promise.all([open.reach(1), full.reach(1)]);
    await fixture.revoke(a.id);
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

  it('begin after Last-Event-ID, which counts before since', async () => {
    const at = await last();
    const key = await fixture.issue();
    const stream = await fixture.follow(changes(fixture.at(0)), { 'last-event-id': fixture.at(at) });
    await stream.reach(at + 1);
    assert.deepEqual(stream.events, [{ seq: at + 1, event: 'add', data: pinsOf(key.token).half }]);
  });

  it('400 without a position, and for an invalid one', async () => {
    const digest = fixture.at(0).split('.')[3];
    const broken = [
      ...['', '1', '1.', '0.1', '1.42', '1.1.1', 'x', `${LINEAGE}.1`, `${LINEAGE}.1.1`],
      ...['0.1', '01.1', '1.01', '-1.1', '1.x', '1.9007199254740993'].map(
        (numbers) => `${LINEAGE}.${numbers}.${digest}`,
      ),
      ...[`${LINEAGE}.1.1.${digest}A`, `${LINEAGE}.1.1.AAAAAAAAAAAAAAAAAAAAAB`, `${LINEAGE}0.1.1.${digest}`],
    ].map((since) => `?since=${since}`);
    for (const query of ['', ...broken]) {
      const { status, json, headers } = await fixture.get(`/${SLUG}/feed${query}`);
      assert.deepEqual([query, status, json.code], [query, 400, 'invalid_request']);
      assert.equal(headers['cache-control'], 'no-store');
    }
    const { status } = await fixture.get(changes(fixture.at(0)), { 'last-event-id': 'x' });
    assert.equal(status, 400, 'a Last-Event-ID that is none does not fall back to since');
  });

  it('409 for a position that is ahead, and for one of a history that did not begin before', async () => {
    const [lineage, epoch, seq, digest] = fixture.at().split('.');
    const ahead = [
      `${lineage}.${epoch}.${Number(seq) + 1}.${digest}`,
      `${lineage}.${Number(epoch) + 1}.0.${digest}`,
      `${LINEAGE}.${epoch}.0.${digest}`,
      `${LINEAGE}.999999999999999.0.${digest}`,
    ];
    for (const since of ahead) {
      const { status, json } = await fixture.get(changes(since));
      assert.deepEqual([since, status, json.code], [since, 409, 'position_ahead']);
    }
  });

  it('410 for another history, even if its numbers exist here too', async () => {
    const [lineage, epoch] = fixture.at().split('.');
    const foreign = [
      `${LINEAGE}.1.0.${EMPTY_DIGEST}`,
      `${lineage}.${epoch}.1.${new SetDigest().toggle(Buffer.alloc(16, 7)).text}`,
      `${lineage}.${epoch}.${await last()}.${new SetDigest().toggle(Buffer.alloc(16, 7)).text}`,
    ];
    for (const since of foreign) {
      const { status, json } = await fixture.get(changes(since));
      assert.deepEqual([since, status, json.code], [since, 410, 'position_gone']);
    }
  });

  it('404 for a missing workspace', async () => {
    for (const part of ['', '/snapshot', '/head']) {
      const { status, json, headers } = await fixture.get(`/nobody/feed${part}?since=${fixture.at(0)}`);
      assert.deepEqual([part, status, json.code], [part, 404, 'workspace_not_found']);
      assert.equal(headers['x-request-id'], json.requestId);
    }
    for (const path of ['/feed/', '/feed/full/head', '/feed/full/full', '/feed/snapshot/', '/feed/x'])
      assert.equal(
        (await fixture.get(`/${SLUG}${path}?since=${fixture.at(0)}`)).json.code,
        'not_found',
        path,
      );
  });
});

describe('everything that adds or removes a pin is a separate change', () => {
  /** Runs `work` and waits until the head and both feeds have `count` more changes. */
  async function turns(count: number, event: string, work: () => Promise<unknown>): Promise<void> {
    const at = await last();
    const streams = [
      await fixture.follow(changes(fixture.at(at))),
      await fixture.follow(fullChanges(fixture.at(at)), bearer(fixture.admin)),
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

  it('the expiry of keys, sent when they expire', async () => {
    const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1_000).toISOString();
    for (let n = 0; n < 7; n += 1) await fixture.issue({ customer: 'expires', expiresAt });
    await turns(7, 'remove', async () => {});
  });

  it('the end of overlaps', async () => {
    const keys = await Promise.all(Array.from({ length: 3 }, () => fixture.issue({ customer: 'rotates' })));
    for (const { id } of keys)
      await fixture.call('POST', `/v1/workspaces/${SLUG}/keys/${id}/rotate`, { overlapSeconds: 3600 });
    await turns(3, 'remove', async () => {
      const endsAt = new Date(Date.now()).toISOString();
      for (const { id } of keys)
        await fixture.call('POST', `/v1/workspaces/${SLUG}/keys/${id}/rotation`, { endsAt });
    });
  });

  it('suspending n keys is n changes, and so is resuming them; renaming is none', async () => {
    await Promise.all(Array.from({ length: 25 }, () => fixture.issue({ customer: 'suspended' })));
    const customer = (patch: object) =>
      fixture.call('PATCH', `/v1/workspaces/${SLUG}/customers/suspended`, patch);
    await turns(25, 'remove', () => customer({ state: 'suspended' }));
    await turns(25, 'add', () => customer({ state: 'active' }));
    await turns(0, 'add', () => customer({ name: 'A name' }));
  });

  it('disable and enable; a batch', async () => {
    const { id } = await fixture.issue();
    const key = (what: string) => fixture.call('POST', `/v1/workspaces/${SLUG}/keys/${id}/${what}`);
    await turns(1, 'remove', () => key('disable'));
    await turns(1, 'add', () => key('enable'));
    const items = Array.from({ length: 40 }, () => ({ customer: 'batch' }));
    await turns(40, 'add', () => fixture.call('POST', `/v1/workspaces/${SLUG}/keys:batch`, { items }));
    await turns(40, 'remove', () =>
      fixture.call('POST', `/v1/workspaces/${SLUG}/keys:revoke`, { customer: 'batch' }),
    );
  });

  it('the remaining pins are those in the store', async () => {
    const stream = await fixture.follow(changes(fixture.at(0)));
    await stream.reach(await last());
    assertInOrder(stream.events, 0);
    assert.deepEqual(applyEvents([], stream.events), storedPins(fixture.database).half);
    // Currently every key is signed, so nothing is `other` yet.
    assert.ok(stream.events.every(({ event }) => event !== 'other'));
  });
});

describe('the head (spec/feed.md §6)', () => {
  it('is current, and never cached', async () => {
    for (let n = 0; n < 5; n += 1) {
      const before = await last();
      await fixture.issue();
      const { headers, json } = await fixture.get(`/${SLUG}/feed/head`);
      assert.deepEqual(json, {
        position: fixture.at(before + 1),
        issuer: `${fixture.authority().origin}/${SLUG}`,
      });
      assert.equal(headers['cache-control'], 'no-store');
      assert.equal(headers.etag, undefined);
    }
    const { status, body } = await fixture.get(`/${SLUG}/feed/head`, {}, 'HEAD');
    assert.deepEqual([status, body.length], [200, 0]);
  });
});

// Must be last: it ends the key that the tests use.
describe('another process', () => {
  it('that writes to the same data is noticed by readers', async () => {
    const { json } = await fixture.get('/lostwax/feed/head');
    const seq = seqOf(json.position);
    const stream = await fixture.follow(`/lostwax/feed?since=${json.position}`);
    const keyFile = await resetAdmin({ data: fixture.folder });
    await stream.reach(seq + 2);
    assert.deepEqual(
      stream.events.map(({ event }) => event),
      ['remove', 'add'],
    );
    assert.equal(keyFile, fixture.authority().adminKeyFile);
    await until('the old key is refused', 15_000, async () => {
      const { status } = await fixture.get(`/${SLUG}/feed/full/snapshot`, bearer(fixture.admin));
      return status === 401;
    });
  });
});
