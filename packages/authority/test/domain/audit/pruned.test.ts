import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { forgetEnded } from '../../../src/domain/forget.ts';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin, clock, context, store } = fixture;
const HOUR_MS = 3_600_000;
const slug = await workspace(fixture);

async function rows(table: 'idempotency' | 'usage'): Promise<number> {
  return (await tablesBehind(store.read).selectFrom(table).selectAll().execute()).length;
}

it('remembered requests are kept for 24 hours, then deleted', async () => {
  // Deletion takes more than one step.
  for (let n = 0; n < 501; n += 1) {
    const key = `request-${n}`;
    await domain.issue(
      admin,
      slug,
      { customer: 'c' },
      { key, bodyHash: createHash('sha256').update(key).digest() },
    );
  }
  clock.now += 24 * HOUR_MS - 1_000;
  await forgetEnded(context);
  assert.equal(await rows('idempotency'), 501);
  const again = { key: 'request-0', bodyHash: createHash('sha256').update('request-0').digest() };
  await assert.rejects(domain.issue(admin, slug, { customer: 'c' }, again), withCode('idempotency_replayed'));
  clock.now += 2_000;
  await forgetEnded(context);
  assert.equal(await rows('idempotency'), 0);
});

it('usage counts are kept for 366 days, then deleted', async () => {
  const { key } = await domain.issue(admin, slug, { customer: 'c' });
  await domain.addUsage(slug, { items: [{ keyId: key.id, at: clock.now, count: 1 }] });
  clock.now += 366 * 24 * HOUR_MS;
  await forgetEnded(context);
  assert.equal(await rows('usage'), 1);
  clock.now += HOUR_MS;
  await forgetEnded(context);
  assert.equal(await rows('usage'), 0);
});
