import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { openFixture, workspace } from '../../support/fixture.ts';
import { countPublished } from '../../support/published.ts';

const fixture = await openFixture();
const { domain, admin, store, clock } = fixture;
const DAY_SECONDS = 86_400;
const span = { days: 30, timeZone: 'UTC' };
const overview = (slug: string) => domain.overview(slug, span);
const issue = (slug: string, input: object = {}) =>
  domain.issue(admin, slug, { customer: 'c', scopes: [], ...input });

describe('the overview', () => {
  it('of a new workspace is empty', async () => {
    const slug = await workspace(fixture);
    const { days, ...rest } = await overview(slug);
    assert.equal(days.length, 30);
    assert.deepEqual(rest, {
      ...{ activeKeys: 0, expiringKeys: 0, usageTracking: 'none', callsBefore: 0, refusals: null },
      gateways: { registered: 0, reporting: 0 },
      setup: { permissions: false, gateway: false, key: false, call: false, portal: false, embed: false },
    });
  });

  it('counts accepted keys through all changes', async () => {
    const slug = await workspace(fixture);
    const [one, two, three, four] = await Promise.all(
      [{}, {}, {}, { expiresAt: clock.now + 60_000 }].map((input) => issue(slug, input)),
    );
    assert.ok(one && two && three && four);
    assert.equal((await overview(slug)).activeKeys, 4);
    await domain.disable(admin, slug, one.key.id);
    await domain.revoke(admin, slug, two.key.id);
    await domain.revoke(admin, slug, two.key.id);
    await domain.rotate(admin, slug, three.key.id, { overlapSeconds: 600 });
    await fixture.pass(90);
    assert.equal((await overview(slug)).activeKeys, 2);
    await domain.enable(admin, slug, one.key.id);
    assert.equal((await overview(slug)).activeKeys, 3);
    await domain.updateCustomer(admin, slug, 'c', { state: 'suspended' });
    assert.equal((await overview(slug)).activeKeys, 0);
    await domain.updateCustomer(admin, slug, 'c', { state: 'active' });
    assert.equal((await overview(slug)).activeKeys, await countPublished(store, slug));
    await domain.eraseCustomer(admin, slug, 'c');
    assert.deepEqual([(await overview(slug)).activeKeys, await countPublished(store, slug)], [0, 0]);
  });

  it('counts the keys of this workspace that expire within 30 days', async () => {
    const [slug, other] = [await workspace(fixture), await workspace(fixture)];
    const days = (count: number) => ({ expiresAt: clock.now + count * DAY_SECONDS * 1_000 });
    await Promise.all([
      ...[days(1), days(29), days(31), {}].map((input) => issue(slug, input)),
      issue(other, days(2)),
    ]);
    assert.equal((await overview(slug)).expiringKeys, 2);
  });

  it('adds up the calls of all keys, and of the previous period', async () => {
    const slug = await workspace(fixture);
    const [a, b] = [await issue(slug), await issue(slug, { customer: 'd' })];
    const at = (daysAgo: number) => clock.now - daysAgo * DAY_SECONDS * 1_000;
    const items = [
      { keyId: a.key.id, at: at(0), count: 3 },
      { keyId: b.key.id, at: at(0), count: 4 },
      { keyId: b.key.id, at: at(29), count: 5 },
      { keyId: a.key.id, at: at(30), count: 6 },
      { keyId: a.key.id, at: at(59), count: 7 },
      { keyId: a.key.id, at: at(61), count: 8 },
      { keyId: 'unknown', at: at(0), count: 100 },
    ];
    await domain.addUsage(slug, { items });
    await domain.addUsage(slug, { items: [{ keyId: a.key.id, at: at(0), count: 1 }] });
    const { days, callsBefore, setup } = await overview(slug);
    assert.deepEqual(
      [days.at(-1)?.count, days.at(0)?.count, days.reduce((sum, { count }) => sum + count, 0), callsBefore],
      [8, 5, 13, 13],
    );
    assert.equal(setup.call, true);
  });

  it('shows which gateways have reported, and what they refuse', async () => {
    const slug = await workspace(fixture);
    const gate = await domain.registerReader(admin, slug, { name: 'g', kind: 'gate', refreshSeconds: 5 });
    await domain.registerReader(admin, slug, { name: 'h', kind: 'gateway', refreshSeconds: 15 });
    assert.deepEqual((await overview(slug)).gateways, { registered: 2, reporting: 0 });
    const { position } = await domain.workspace(slug);
    const { id: workspaceId } = await tablesBehind(store.read)
      .selectFrom('workspaces')
      .select('id')
      .where('slug', '=', slug)
      .executeTakeFirstOrThrow();
    fixture.context.watch.saw({ reader: gate.id, workspaceId, shard: undefined, position }, clock.now);
    const refused = [{ code: 'key_unknown', count: 2 }];
    await domain.addUsage(slug, { items: [], reader: gate.id, refused });
    const heard = await overview(slug);
    assert.deepEqual([heard.gateways.reporting, heard.setup.gateway], [1, true]);
    assert.deepEqual(heard.refusals, { at: clock.now, items: refused });
    await domain.addUsage(slug, { items: [], reader: gate.id });
    assert.deepEqual((await overview(slug)).refusals?.items, refused, 'a report of none takes nothing back');
    clock.now += 61_000;
    assert.equal((await overview(slug)).gateways.reporting, 0);
    const stranger = await workspace(fixture);
    await domain.addUsage(stranger, { items: [], reader: gate.id, refused });
    assert.equal((await overview(stranger)).refusals, null, 'a gate speaks for its own workspace');
  });

  it('detects completed setup steps', async () => {
    const slug = await workspace(fixture);
    await domain.updateWorkspace(admin, slug, {
      scopes: [],
      settings: { allowedOrigins: ['https://app.example.com'] },
    });
    await issue(slug);
    const open = { customer: 'c' };
    await domain.sessions.openPortal({ ...admin, via: 'console' }, slug, open);
    assert.equal((await overview(slug)).setup.portal, false, 'a look from the console is no backend');
    await domain.sessions.openPortal(admin, slug, open);
    const { permissions, key, portal, embed } = (await overview(slug)).setup;
    assert.deepEqual([permissions, key, portal, embed], [true, true, true, true]);
  });
});
