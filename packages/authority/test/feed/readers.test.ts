import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LINEAGE } from '../../../../tools/testing/position.ts';
import { openFeeds, SLUG } from './support.ts';

const fixture = await openFeeds();
let made = 0;

interface Propagation {
  readonly effect: string;
  readonly seen: number;
  readonly of: number;
  readonly since: string | null;
  readonly latest: string | null;
}

/** A new workspace with one key and readers of these kinds; the first gateway refreshes every 15 s, each further one 10 s less often. */
async function open(...kinds: readonly ('gateway' | 'gate')[]) {
  made += 1;
  const slug = `ws${made}`;
  const base = `/v1/workspaces/${slug}`;
  await fixture.call('POST', '/v1/workspaces', { slug });
  const { key } = await fixture.call('POST', `${base}/keys`, { customer: 'a' });
  const readers: string[] = [];
  for (const [index, kind] of kinds.entries()) {
    const reader = { name: `reader ${index}`, kind, refreshSeconds: 15 + 10 * index };
    readers.push((await fixture.call('POST', `${base}/readers`, reader)).id);
  }
  return {
    ...{ slug, base, readers, id: key.id as string, shard: key.id.split('_')[1] as string },
    revoke: () => fixture.call('POST', `${base}/keys/${key.id}/revoke`, {}),
    propagation: async (): Promise<Propagation> =>
      (await fixture.call('GET', `${base}/keys/${key.id}`)).propagation,
    tracking: async () => (await fixture.call('GET', `${base}/keys/${key.id}`)).usageTracking as string,
    wellKnown: (path: string, headers = {}, method = 'GET') =>
      fixture.get(`/${slug}/.well-known/${path}`, headers, method),
    at: (seq: number) => fixture.at(seq, slug),
    applied: (reader: string, position: string) =>
      fixture.get(`/${slug}/feed/head?reader=${reader}&applied=${position}`),
  };
}

describe('readers', () => {
  const base = `/v1/workspaces/${SLUG}/readers`;
  const edge = { name: 'edge eu-1', kind: 'gateway', refreshSeconds: 15 };

  it('are registered with an unguessable ID, listed and removed, and recorded in the audit log', async () => {
    const one = await fixture.call('POST', base, edge);
    const two = await fixture.call('POST', base, { name: 'gate', kind: 'gate', refreshSeconds: 5 });
    assert.match(one.id, /^rdr_[\w-]{24}$/);
    assert.deepEqual([one.name, one.kind, one.refreshSeconds], Object.values(edge));
    assert.deepEqual([one.lastSeenAt, one.position], [null, null]);
    assert.deepEqual((await fixture.call('GET', base)).items, [one, two]);
    assert.deepEqual((await fixture.call('GET', '/v1/workspaces/lostwax/readers')).items, []);
    await fixture.call('DELETE', `${base}/${one.id}`);
    assert.deepEqual((await fixture.call('GET', base)).items, [two]);
    const { items } = await fixture.call('GET', `/v1/workspaces/${SLUG}/audit`);
    const actions = items.map(({ action, details }: { action: string; details: { name?: string } }) => [
      action,
      details.name,
    ]);
    assert.deepEqual(actions.slice(0, 2), [
      ['reader.remove', 'edge eu-1'],
      ['reader.register', 'gate'],
    ]);
    assert.ok(!JSON.stringify(items).includes(one.id), 'the audit does not hold what speaks for a reader');
    await fixture.call('POST', base, edge);
  });

  it('survive a restart, but report again what they have seen', async () => {
    const before = (await fixture.call('GET', base)).items;
    await fixture.get(`/${SLUG}/.well-known/jwks.json?reader=${before[0].id}`);
    await fixture.restart();
    assert.deepEqual((await fixture.call('GET', base)).items, before);
  });

  it('have unique names, or 409; a missing ID is 404', async () => {
    const [reader] = (await fixture.call('GET', base)).items;
    await assert.rejects(fixture.call('POST', base, { ...edge, name: reader.name }), /"reader_exists"/);
    const { base: other } = await open();
    await fixture.call('POST', `${other}/readers`, { ...edge, name: reader.name });
    const { id } = await fixture.call('POST', base, { ...edge, name: 'third' });
    await assert.rejects(fixture.call('PATCH', `${base}/${id}`, { name: reader.name }), /"reader_exists"/);
    await assert.rejects(fixture.call('PATCH', `${base}/${id}`, {}), /"invalid_request"/);
    await assert.rejects(fixture.call('PATCH', `${base}/${id}`, { kind: 'gate' }), /"invalid_request"/);
    await assert.rejects(
      fixture.call('PATCH', `${other}/readers/${id}`, { name: 'x' }),
      /"reader_not_found"/,
    );
    await fixture.call('PATCH', `${base}/${id}`, { name: 'third', refreshSeconds: 60 });
    await fixture.restart();
    const changed = (await fixture.call('GET', base)).items.find((one: { id: string }) => one.id === id);
    assert.deepEqual([changed.name, changed.refreshSeconds], ['third', 60]);
    await fixture.call('DELETE', `${base}/${id}`);
    await assert.rejects(fixture.call('DELETE', `${base}/rdr_none`), /"reader_not_found"/);
    await assert.rejects(fixture.call('DELETE', `${other}/readers/${reader.id}`), /"reader_not_found"/);
  });
});

describe('a gateway has seen a change', () => {
  it('when it has fetched the whole set, even as 304', async () => {
    const ws = await open('gateway', 'gateway');
    const [one = '', two = ''] = ws.readers;
    assert.deepEqual([(await ws.propagation()).seen, (await ws.propagation()).of], [0, 2]);
    const { headers } = await ws.wellKnown(`jwks.json?reader=${one}`);
    assert.equal((await ws.propagation()).seen, 1);
    const { status } = await ws.wellKnown(`jwks.json?x=1&reader=${two}`, { 'if-none-match': headers.etag });
    assert.equal(status, 304);
    assert.equal((await ws.propagation()).seen, 2);
    await ws.revoke();
    assert.deepEqual([(await ws.propagation()).effect, (await ws.propagation()).seen], ['refused', 0]);
    await ws.wellKnown(`jwks.json?reader=${one}`);
    assert.equal((await ws.propagation()).seen, 1);
    const [reader] = (await fixture.call('GET', `${ws.base}/readers`)).items;
    assert.equal(reader.position, ws.at(2));
    assert.ok(Math.abs(Date.parse(reader.lastSeenAt) - Date.now()) < 10_000);
  });

  it("when it has fetched the key's shard, and no other", async () => {
    const ws = await open('gateway');
    const other = ws.shard === '00' ? '01' : '00';
    await ws.revoke();
    await ws.wellKnown(`jwks/${other}.json?reader=${ws.readers[0]}`);
    assert.equal((await ws.propagation()).seen, 0);
    await ws.wellKnown(`jwks/${ws.shard}.json?reader=${ws.readers[0]}`);
    assert.equal((await ws.propagation()).seen, 1);
  });

  it('not by a HEAD, a single-key document, an invalid ID, or as a reader of another workspace', async () => {
    const ws = await open('gateway', 'gate');
    const foreign = await open('gateway', 'gate');
    for (const reader of ws.readers) {
      await ws.wellKnown(`jwks.json?reader=${reader}`, {}, 'HEAD');
      await ws.wellKnown(`jwks/key/${ws.id}.json?reader=${reader}`);
      await ws.wellKnown(`jwks.json?reader=${reader}x`);
      await ws.wellKnown('jwks.json?reader=');
      // A client that reads two workspaces and sends the same reader ID to both.
      for (let n = 0; n < 3; n += 1) await fixture.call('POST', `${foreign.base}/keys`, { customer: 'a' });
      await foreign.wellKnown(`jwks.json?reader=${reader}`);
      await foreign.applied(reader, foreign.at(2));
    }
    const { seen, of } = await ws.propagation();
    assert.deepEqual([seen, of], [0, 2]);
    for (const { lastSeenAt } of (await fixture.call('GET', `${ws.base}/readers`)).items)
      assert.equal(lastSeenAt, null);
  });

  it('and the record shows by when all refresh, never since when', async () => {
    const ws = await open('gateway', 'gateway', 'gate');
    const begun = Date.now();
    await ws.revoke();
    for (const reader of ws.readers.slice(0, 2)) await ws.wellKnown(`jwks.json?reader=${reader}`);
    await ws.applied(ws.readers[2] ?? '', ws.at(2));
    const { seen, of, since, latest } = await ws.propagation();
    assert.deepEqual([seen, of, since], [3, 3, null]);
    const after = Date.parse(latest ?? '') - 25_000;
    assert.ok(
      after >= begun && after <= Date.now(),
      `25 s, of the slower gateway, after the change: ${latest}`,
    );
  });
});

describe('a gate has seen a change when it reports having applied it', () => {
  it('and when the last one has, the record shows since when', async () => {
    const ws = await open('gate', 'gate');
    const [one = '', two = ''] = ws.readers;
    await ws.revoke();
    await ws.applied(one, ws.at(1));
    assert.deepEqual(await ws.propagation(), {
      effect: 'refused',
      seen: 0,
      of: 2,
      since: null,
      latest: null,
    });
    await ws.applied(one, ws.at(2));
    assert.deepEqual(await ws.propagation(), {
      effect: 'refused',
      seen: 1,
      of: 2,
      since: null,
      latest: null,
    });
    const begun = Date.now();
    await ws.applied(two, ws.at(2));
    const { seen, since, latest } = await ws.propagation();
    assert.deepEqual([seen, latest], [2, null]);
    const at = Date.parse(since ?? '');
    assert.ok(at >= begun && at <= Date.now());
    // Later reports don't change it.
    await fixture.call('POST', `${ws.base}/keys`, { customer: 'a' });
    for (const reader of [one, two]) await ws.applied(reader, ws.at(3));
    assert.equal((await ws.propagation()).since, since);
  });

  it('not by a position that it cannot have applied, or an invalid one', async () => {
    const ws = await open('gate');
    const [gate = ''] = ws.readers;
    await ws.revoke();
    const [lineage, epoch, , digest] = ws.at(2).split('.');
    const other = ws.at(1).split('.')[3];
    const impossible = [
      ...[`${lineage}.${epoch}.3.${digest}`, `${lineage}.${Number(epoch) + 1}.0.${digest}`],
      // From another history: one with the same lineage, as after restoring an older copy, and one with another.
      ...[`${lineage}.${epoch}.2.${other}`, `${lineage}.${epoch}.1.${digest}`],
      ...[`${LINEAGE}.${epoch}.2.${digest}`, `${LINEAGE}.1.2.${digest}`, '', 'x', '1.2'],
    ];
    for (const applied of impossible) {
      assert.equal((await ws.applied(gate, applied)).status, 200, 'it is answered all the same');
      assert.equal((await ws.propagation()).seen, 0, applied);
    }
  });

  it('a removed reader no longer counts', async () => {
    const ws = await open('gate', 'gate');
    const [one = '', two = ''] = ws.readers;
    await ws.applied(one, ws.at(1));
    assert.deepEqual([(await ws.propagation()).seen, (await ws.propagation()).of], [1, 2]);
    await fixture.call('DELETE', `${ws.base}/readers/${two}`);
    const { seen, of, since } = await ws.propagation();
    assert.deepEqual([seen, of, typeof since], [1, 1, 'string']);
    await ws.applied(two, ws.at(1));
    assert.equal((await ws.propagation()).of, 1);
  });
});

describe('whether usage is tracked', () => {
  const say = (base: string, allReadersRegistered: boolean) =>
    fixture.call('PATCH', base, { allReadersRegistered });

  it('completely only if the producer declares that every reader is registered, and all are gates', async () => {
    const cases = [
      [[], 'none', 'none'],
      [['gateway'], 'none', 'none'],
      [['gateway', 'gate'], 'partial', 'partial'],
      [['gate', 'gate'], 'partial', 'full'],
    ] as const;
    for (const [kinds, before, after] of cases) {
      const ws = await open(...kinds);
      assert.equal(await ws.tracking(), before, String(kinds));
      assert.equal((await say(ws.base, true)).allReadersRegistered, true);
      assert.equal(await ws.tracking(), after, String(kinds));
      await say(ws.base, false);
      assert.equal(await ws.tracking(), before, String(kinds));
    }
  });

  it('a report without items needs a reader; the workspace of administrators has none', async () => {
    const ws = await open('gate');
    await assert.rejects(fixture.call('POST', `${ws.base}/usage`, { items: [] }), /"invalid_request"/);
    await assert.rejects(say('/v1/workspaces/lostwax', true), /"invalid_request"/);
    await assert.rejects(fixture.call('PATCH', ws.base, { allReadersRegistered: null }), /"invalid_request"/);
  });
});
