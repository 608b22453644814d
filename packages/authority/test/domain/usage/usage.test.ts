import assert from 'node:assert/strict';
import { it } from 'node:test';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin, clock, store } = fixture;
const HOUR = 3_600_000;
// In the middle of an hour, so that the minutes around it fall into the same hour.
clock.now = Math.floor(clock.now / HOUR) * HOUR + HOUR / 2;
const now = clock.now;
const slug = await workspace(fixture);

const issue = async (to = slug) => (await domain.issue(admin, to, { customer: 'a' })).key.id;
const lastUsed = async (id: string) => (await domain.key(slug, id, 'all')).lastUsedAt;

async function hours(id: string): Promise<readonly (readonly [number, number])[]> {
  const rows = await tablesBehind(store.read)
    .selectFrom('usage')
    .innerJoin('keys', 'keys.id', 'usage.key_id')
    .select(['hour', 'count'])
    .where('kid', '=', id)
    .orderBy('hour')
    .execute();
  return rows.map(({ hour, count }) => [hour - Math.floor(now / HOUR), count]);
}

it('uses add up by the hour, across reports and within one', async () => {
  const id = await issue();
  const use = (at: number, count: number) => ({ keyId: id, at, count });
  await domain.addUsage(slug, { items: [use(now, 3), use(now - 60_000, 4), use(now - HOUR, 5)] });
  await domain.addUsage(slug, { items: [use(now - 1, 10), use(now - 2 * HOUR, 1_000_000_000)] });
  assert.deepEqual(await hours(id), [
    [-2, 1_000_000_000],
    [-1, 5],
    [0, 17],
  ]);
});

it('lastUsedAt never goes back, and is never in the future', async () => {
  const id = await issue();
  assert.equal(await lastUsed(id), null);
  const at = async (time: number) => {
    await domain.addUsage(slug, { items: [{ keyId: id, at: time, count: 1 }] });
    return lastUsed(id);
  };
  assert.equal(await at(now - 5_000), now - 5_000);
  assert.equal(await at(now - 9_000), now - 5_000);
  assert.equal(await at(now - 1_000), now - 1_000);
  assert.equal(await at(now + 365 * 24 * HOUR), now, 'by a clock that runs ahead');
  assert.deepEqual(await hours(id), [[0, 4]]);
});

it('unknown keys are counted as such and skipped; ended keys count', async () => {
  const [id, ended] = [await issue(), await issue()];
  await domain.revoke(admin, slug, ended);
  const foreign = await issue(await workspace(fixture));
  const items = [id, 'ws1_00_nothing', ended, foreign, id].map((keyId) => ({ keyId, at: now, count: 2 }));
  assert.deepEqual(await domain.addUsage(slug, { items }), { accepted: 3, unknown: 2 });
  assert.deepEqual(await hours(id), [[0, 4]]);
  assert.deepEqual(await hours(foreign), []);
  await assert.rejects(domain.addUsage('nobody', { items }), withCode('workspace_not_found'));
});

it('a use changes no pin, no position and no audit log', async () => {
  const id = await issue();
  const before = await domain.workspace(slug);
  const audit = (await domain.audit(slug, {}, 'all')).items[0]?.seq;
  await domain.addUsage(slug, { items: [{ keyId: id, at: now, count: 1 }] });
  assert.deepEqual(await domain.workspace(slug), before);
  assert.equal((await domain.audit(slug, {}, 'all')).items[0]?.seq, audit);
});

it('uses are returned by UTC day, one row each, oldest first, today last', async () => {
  const DAY = 24 * HOUR;
  const id = await issue();
  const today = Math.floor(now / DAY) * DAY;
  const use = (at: number, count: number) => ({ keyId: id, at, count });
  await domain.addUsage(slug, {
    items: [use(now, 1), use(today, 2), use(today - 1, 3), use(today - 3 * DAY, 4)],
  });
  const { days, lastUsedAt, usageTracking } = await domain.keyUsage(
    slug,
    id,
    { days: 4, timeZone: 'UTC' },
    'all',
  );
  assert.deepEqual(
    days.map(({ count }) => count),
    [4, 0, 3, 3],
  );
  assert.equal(days[3]?.day, new Date(now).toISOString().slice(0, 10));
  assert.equal(days[0]?.day, new Date(today - 3 * DAY).toISOString().slice(0, 10));
  assert.deepEqual([lastUsedAt, usageTracking], [now, 'none']);
  assert.deepEqual(
    (await domain.keyUsage(slug, id, { days: 1, timeZone: 'UTC' }, 'all')).days,
    days.slice(3),
  );
  await assert.rejects(
    domain.keyUsage(await workspace(fixture), id, { days: 1, timeZone: 'UTC' }, 'all'),
    withCode('key_not_found'),
  );
});

it('uses are known only for the time in which every gate has reported everything it counted', async () => {
  const own = await workspace(fixture);
  const id = await issue(own);
  const register = async (name: string) =>
    (await domain.registerReader(admin, own, { name, kind: 'gate', refreshSeconds: 5 })).id;
  const [one, two] = [await register('one'), await register('two')];
  const say = (allReadersRegistered: boolean) =>
    domain.updateWorkspace(admin, own, { settings: { allReadersRegistered } });
  const reports = (reader: string) => domain.addUsage(own, { items: [], reader });
  const known = async () => {
    const { usageKnown } = await domain.key(own, id, 'all');
    assert.deepEqual(
      (await domain.keyUsage(own, id, { days: 1, timeZone: 'UTC' }, 'all')).usageKnown,
      usageKnown,
    );
    return usageKnown;
  };
  const MINUTE = 60_000;
  for (const reader of [one, two]) await reports(reader);
  clock.now += MINUTE;
  assert.equal(await known(), null, 'nobody has said that these are all');
  const since = clock.now;
  await say(true);
  assert.equal(await known(), null, 'the reports are older than that');
  clock.now += MINUTE;
  await reports(one);
  assert.equal(await known(), null, 'the other has not reported');
  await reports(`${two}x`);
  await domain.addUsage(slug, { items: [], reader: two });
  assert.equal(await known(), null, 'nor has anybody for it');
  await reports(two);
  const until = since + MINUTE - 15_000;
  assert.deepEqual(await known(), { since, until }, 'the delay of gates is counted in');
  clock.now += MINUTE;
  await reports(one);
  assert.deepEqual(await known(), { since, until }, 'the one that is silent counts');
  await say(true);
  assert.equal((await known())?.since, since, 'said again, it holds from the first time');
  await domain.removeReader(admin, own, two);
  assert.deepEqual(await known(), { since, until: until + MINUTE });
  await domain.registerReader(admin, own, { name: 'edge', kind: 'gateway', refreshSeconds: 5 });
  assert.equal(await known(), null, 'a gateway reports nothing');
  await say(false);
  assert.equal((await domain.key(own, id, 'all')).usageTracking, 'partial');
});

it('a count stops at the largest exact number, and can always be read', async () => {
  const id = await issue();
  const most = Number.MAX_SAFE_INTEGER;
  const { id: row } = await tablesBehind(store.read)
    .selectFrom('keys')
    .select('id')
    .where('kid', '=', id)
    .executeTakeFirstOrThrow();
  const hour = Math.floor(now / HOUR);
  await store.write(({ db }) =>
    tablesBehind(db)
      .insertInto('usage')
      .values([
        { key_id: row, hour, count: most - 1_000_000_000 },
        { key_id: row, hour: hour - 1, count: most },
      ])
      .execute(),
  );
  const use = (count: number) => domain.addUsage(slug, { items: [{ keyId: id, at: now, count }] });
  await use(999_999_999);
  assert.deepEqual((await hours(id)).at(-1), [0, most - 1]);
  for (let n = 0; n < 3; n += 1) await use(1_000_000_000);
  assert.deepEqual(await hours(id), [
    [-1, most],
    [0, most],
  ]);
  const { days } = await domain.keyUsage(slug, id, { days: 3, timeZone: 'UTC' }, 'all');
  assert.equal(Math.max(...days.map(({ count }) => count)), most, 'nor does a day add up to more');
});
