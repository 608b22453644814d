import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { bearer, openFeeds, parseSnapshot, pinsOf, SLUG } from './support.ts';

const fixture = await openFeeds();
const issuer = `${fixture.authority().origin}/${SLUG}`;
const full = () => fixture.get(`/${SLUG}/feed/full/snapshot`, bearer(fixture.admin));

describe('the snapshot (spec/feed.md §3)', () => {
  it('of a workspace without keys: a header, no entries, a checksum', async () => {
    const { status, headers, body } = await fixture.get(`/${SLUG}/feed/snapshot`);
    assert.equal(status, 200);
    const { header, pins } = parseSnapshot(body);
    const { at, ...rest } = header;
    assert.ok(Math.abs(Date.now() - Number(at)) < 60_000, 'when it was complete');
    assert.deepEqual(rest, { issuer, feed: 'public', position: fixture.at(0), count: 0, bytes: 0 });
    assert.equal(pins.size, 0);
    assert.equal(headers.etag, `"${fixture.at(0)}"`);
    assert.equal(parseSnapshot((await full()).body).header.feed, 'full');
  });

  it('of the public feed contains the first half of each pin, and nothing about ended keys', async () => {
    // A separate workspace, since a snapshot is kept until much has changed.
    const slug = 'public';
    await fixture.call('POST', '/v1/workspaces', { slug });
    const keys = [];
    for (const customer of ['a', 'b', 'c'])
      keys.push(await fixture.call('POST', `/v1/workspaces/${slug}/keys`, { customer }));
    await fixture.call('POST', `/v1/workspaces/${slug}/keys/${keys[1].key.id}/revoke`, {});
    const { headers, body } = await fixture.get(`/${slug}/feed/snapshot`);
    const { header, pins } = parseSnapshot(body);
    assert.deepEqual(
      new Set(pins.keys()),
      new Set([keys[0], keys[2]].map(({ token }) => pinsOf(token).half)),
    );
    assert.deepEqual([header.position, header.count, header.bytes], [fixture.at(4, slug), 2, 32]);
    const { 'content-type': type, 'content-length': length, 'accept-ranges': ranges, etag } = headers;
    assert.deepEqual(
      [type, length, ranges, etag],
      ['application/vnd.lostwax.snapshot', `${body.length}`, 'bytes', `"${fixture.at(4, slug)}"`],
    );
  });

  it('of the full feed contains every key with its record', async () => {
    const slug = 'records';
    await fixture.call('POST', '/v1/workspaces', { slug, scopes: ['read', 'write'] });
    const claims = { plan: 'gold', text: 'ÄÖ€🔑' };
    const { key, token } = await fixture.call('POST', `/v1/workspaces/${slug}/keys`, {
      ...{ customer: 'cus-1', scopes: ['read'], claims, metadata: { not: 'told' }, name: 'not told' },
      expiresAt: '2050-01-01T00:00:00Z',
    });
    const plain = await fixture.call('POST', `/v1/workspaces/${slug}/keys`, { customer: 'cus-2' });
    const { body, headers } = await fixture.get(`/${slug}/feed/full/snapshot`, bearer(fixture.admin));
    assert.equal(headers['cache-control'], 'no-store', 'it is not for everybody');
    const { header, pins } = parseSnapshot(body);
    assert.deepEqual([header.issuer, header.count], [`${fixture.authority().origin}/${slug}`, 2]);
    const record = (of: string) => JSON.parse(pins.get(pinsOf(of).whole) ?? '');
    assert.deepEqual(record(token), {
      ...{
        pin: pinsOf(token).whole,
        method: 'signed',
        kid: key.id,
        customer: 'cus-1',
        scopes: ['read'],
        claims,
      },
      exp: Date.UTC(2050, 0) / 1000,
    });
    assert.ok(!('exp' in record(plain.token)), 'left out where there is none');
  });

  it('does not treat an overlap as an expiry, since it may be undone without a change of the pin', async () => {
    const slug = 'overlap';
    await fixture.call('POST', '/v1/workspaces', { slug });
    const { key, token } = await fixture.call('POST', `/v1/workspaces/${slug}/keys`, { customer: 'a' });
    const limited = await fixture.call('POST', `/v1/workspaces/${slug}/keys`, {
      ...{ customer: 'a', expiresAt: '2050-01-01T00:00:00Z' },
    });
    for (const id of [key.id, limited.key.id])
      await fixture.call('POST', `/v1/workspaces/${slug}/keys/${id}/rotate`, { overlapSeconds: 3600 });
    const { pins } = parseSnapshot(
      (await fixture.get(`/${slug}/feed/full/snapshot`, bearer(fixture.admin))).body,
    );
    assert.equal(JSON.parse(pins.get(pinsOf(token).whole) ?? '').exp, undefined);
    assert.equal(JSON.parse(pins.get(pinsOf(limited.token).whole) ?? '').exp, Date.UTC(2050, 0) / 1000);
  });

  it('is not readable by other users of the machine', async () => {
    await full();
    const folder = join(fixture.folder, 'feed');
    for (const name of readdirSync(folder))
      assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });
});

describe('erasure', () => {
  it("affects the snapshot of the full feed, and the feed's past changes", async () => {
    const slug = 'erase';
    await fixture.call('POST', '/v1/workspaces', { slug });
    const claims = { who: 'personal claim' };
    await fixture.call('POST', `/v1/workspaces/${slug}/keys`, { customer: 'stays' });
    await fixture.call('POST', `/v1/workspaces/${slug}/keys`, { customer: 'jane@customer.example', claims });
    const snapshot = () => fixture.get(`/${slug}/feed/full/snapshot`, bearer(fixture.admin));
    assert.ok((await snapshot()).body.includes('personal claim'));
    const names = () => readdirSync(join(fixture.folder, 'feed')).filter((name) => name.includes('-full-'));
    const before = names();
    await fixture.call('DELETE', `/v1/workspaces/${slug}/customers/jane@customer.example`);
    assert.deepEqual(
      names().filter((name) => before.includes(name)),
      [],
      'no old snapshot is left on the disk',
    );
    const { body } = await snapshot();
    assert.equal(parseSnapshot(body).header.count, 1);
    assert.ok(!body.includes('personal claim') && !body.includes('jane@'));

    // The past addition of a key that never comes back is sent as the removal that follows it: a reader can apply it, and no
    // record remains.
    const stream = await fixture.follow(
      `/${slug}/feed/full?since=${fixture.at(0, slug)}`,
      bearer(fixture.admin),
    );
    await stream.reach(3);
    assert.deepEqual(
      stream.events.map(({ event }) => event),
      ['add', 'remove', 'remove'],
    );
    assert.ok(!JSON.stringify(stream.events).includes('personal'));
    assert.ok(!JSON.stringify(stream.events).includes('null'));
  });
});
