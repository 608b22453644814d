/** What grows with use and is not a record is kept for a bounded time. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { describe, test } from 'node:test';
import { forgetEnded } from '../../src/domain/forget.ts';
import { openFixture, withCode, workspace } from '../support/fixture.ts';

const it = await openFixture();
const { domain, admin, clock, store, context } = it;
const slug = await workspace(it);
const DAY = 86_400_000;

const repeat = (key: string) => ({ key, bodyHash: createHash('sha256').update(key).digest() });
const rows = async (table: 'idempotency' | 'usage'): Promise<number> =>
  (await store.read.selectFrom(table).selectAll().execute()).length;

describe('requests with an Idempotency-Key', () => {
  test('are remembered for a day, and then no longer, however many they are', async () => {
    for (let n = 0; n < 700; n++) await domain.issue(admin, slug, { customer: 'a' }, repeat(`old ${n}`));
    clock.now += DAY - 1_000;
    await domain.issue(admin, slug, { customer: 'a' }, repeat('new'));
    await forgetEnded(context);
    assert.equal(await rows('idempotency'), 701);
    await assert.rejects(
      domain.issue(admin, slug, { customer: 'a' }, repeat('old 0')),
      withCode('idempotency_replayed'),
    );
    clock.now += 2_000;
    await forgetEnded(context);
    assert.equal(await rows('idempotency'), 1);
    await assert.rejects(
      domain.issue(admin, slug, { customer: 'a' }, repeat('new')),
      withCode('idempotency_replayed'),
    );
  });
});

describe('counts of uses', () => {
  test('are kept as long as they can be asked for', async () => {
    const { key } = await domain.issue(admin, slug, { customer: 'a' });
    const first = clock.now;
    await domain.addUsage(slug, { items: [{ keyId: key.id, at: first, count: 5 }] });
    clock.now += 365 * DAY;
    await domain.addUsage(slug, { items: [{ keyId: key.id, at: clock.now, count: 7 }] });
    await forgetEnded(context);
    const { days } = await domain.keyUsage(slug, key.id, { days: 366, timeZone: 'UTC' });
    assert.deepEqual([days[0]?.count, days.at(-1)?.count], [5, 7]);
    clock.now += 2 * DAY;
    await forgetEnded(context);
    assert.equal(await rows('usage'), 1);
  });
});

test('nothing is written where there is nothing to forget', async () => {
  const logBytes = () => statSync(`${it.file}-wal`).size;
  const before = logBytes();
  await forgetEnded(context);
  assert.equal(logBytes(), before);
});
