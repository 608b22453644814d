import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startExpiry } from '../../src/domain/keys/expiry.ts';
import type { IssuedKey } from '../../src/domain/keys/types.ts';
import { type Fixture, openFixture, withCode, workspace } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const disk = mountSmallDisk();
if (typeof disk === 'string') it('a full disk', { skip: disk }, () => {});
else {
  const fixture = await openFixture(disk.folder);
  after(() => disk.remove());
  describe('a full disk', () => fullDisk(fixture, disk));
}

function fullDisk(fixture: Fixture, { fill, makeRoom }: SmallDisk): void {
  let slug: string;
  let first: IssuedKey;
  before(async () => {
    slug = await workspace(fixture);
    first = await fixture.domain.issue(fixture.admin, slug, { customer: 'first' });
    await fixture.domain.issue(fixture.admin, slug, {
      customer: 'brief',
      expiresAt: fixture.clock.now + 5_000,
    });
    fill(400_000);
  });

  const count = async (): Promise<number> =>
    (await fixture.domain.listKeys(slug, { limit: 500 }, 'all')).items.length;
  let told: number;
  let kept: number;

  it('responds with storage_unavailable, for all writes of a group', async () => {
    let issued = 2;
    const one = () =>
      fixture.domain
        .issue(fixture.admin, slug, { customer: 'many', metadata: { text: 'x'.repeat(2_000) } })
        .then(() => {
          issued += 1;
        });
    await assert.rejects(async () => {
      for (let n = 0; n < 500; n++) await one();
    }, withCode('storage_unavailable'));
    const group = await Promise.allSettled(Array.from({ length: 8 }, one));
    for (const result of group) {
      if (result.status === 'rejected') withCode('storage_unavailable')(result.reason);
    }
    assert.ok(group.some((result) => result.status === 'rejected'));
    // A failed transaction leaves room in the log into which a smaller one still fits: even the smallest has to fail.
    await assert.rejects(async () => {
      for (let n = 0; n < 2_000; n++)
        await fixture.domain.updateKey(fixture.admin, slug, first.key.id, { name: `name ${n}` });
    }, withCode('storage_unavailable'));
    kept = await count();
    assert.equal(kept, issued);
    told = fixture.told.length;
  });

  it('reads continue, and nothing is half-written or announced', async () => {
    await assert.rejects(
      fixture.domain.revokeMany(fixture.admin, slug, { customer: 'many' }, { dryRun: false }),
      withCode('storage_unavailable'),
    );
    assert.equal((await fixture.domain.key(slug, first.key.id, 'all')).state, 'active');
    assert.equal((await fixture.domain.authenticate(fixture.admin.token)).id, fixture.admin.id);
    assert.equal(await count(), kept);
    assert.equal(fixture.told.length, told);
    assertLedgers(fixture.file, fixture.clock.now);
  });

  it('ending expired keys is retried, but not in a tight loop', async () => {
    fixture.clock.now += 10_000;
    let failures = 0;
    const overdue: number[] = [];
    const stop = startExpiry(
      fixture.context,
      () => {
        failures += 1;
      },
      (keys) => overdue.push(keys.length),
    );
    await delay(500);
    await stop();
    assert.equal(failures, 1);
    assert.deepEqual(overdue, [1], 'whoever serves key sets leaves the key out');
  });

  it('writes work again once there is room, without a restart', async () => {
    makeRoom();
    await fixture.pass(0);
    assert.equal((await fixture.domain.revoke(fixture.admin, slug, first.key.id)).state, 'revoked');
    await fixture.domain.issue(fixture.admin, slug, { customer: 'many' });
    assert.equal(await count(), kept + 1);
    assertLedgers(fixture.file, fixture.clock.now);
  });
}
