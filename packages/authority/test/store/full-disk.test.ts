import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startExpiry } from '../../src/domain/keys/expiry.ts';
import type { IssuedKey } from '../../src/domain/keys/types.ts';
import { type Fixture, openFixture, withCode, workspace } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const disk = mountSmallDisk();
if (typeof disk === 'string') test('a full disk', { skip: disk }, () => {});
else {
  const it = await openFixture(disk.folder);
  after(() => disk.remove());
  describe('a full disk', () => fullDisk(it, disk));
}

function fullDisk(it: Fixture, { fill, makeRoom }: SmallDisk): void {
  let slug: string;
  let first: IssuedKey;
  before(async () => {
    slug = await workspace(it);
    first = await it.domain.issue(it.admin, slug, { customer: 'first' });
    await it.domain.issue(it.admin, slug, { customer: 'brief', expiresAt: it.clock.now + 5_000 });
    fill(400_000);
  });

  const count = async (): Promise<number> =>
    (await it.domain.listKeys(slug, { limit: 500 }, 'all')).items.length;
  let told: number;
  let kept: number;

  test('answers storage_unavailable, and to all of a group alike', async () => {
    let issued = 2;
    const one = () =>
      it.domain
        .issue(it.admin, slug, { customer: 'many', metadata: { text: 'x'.repeat(2_000) } })
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
    // A transaction that failed leaves room in the log that a smaller one still fits into: the smallest has to fail too.
    await assert.rejects(async () => {
      for (let n = 0; n < 2_000; n++)
        await it.domain.updateKey(it.admin, slug, first.key.id, { name: `name ${n}` });
    }, withCode('storage_unavailable'));
    kept = await count();
    assert.equal(kept, issued);
    told = it.told.length;
  });

  test('reads go on, and nothing is half-written or announced', async () => {
    await assert.rejects(
      it.domain.revokeMany(it.admin, slug, { customer: 'many' }, { dryRun: false }),
      withCode('storage_unavailable'),
    );
    assert.equal((await it.domain.key(slug, first.key.id, 'all')).state, 'active');
    assert.equal((await it.domain.authenticate(it.admin.token)).id, it.admin.id);
    assert.equal(await count(), kept);
    assert.equal(it.told.length, told);
    assertLedgers(it.file, it.clock.now);
  });

  test('the end of expired keys is tried again, and not as fast as the disk can refuse', async () => {
    it.clock.now += 10_000;
    let failures = 0;
    const overdue: number[] = [];
    const stop = startExpiry(
      it.context,
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

  test('writes work again once there is room, without a restart', async () => {
    makeRoom();
    await it.pass(0);
    assert.equal((await it.domain.revoke(it.admin, slug, first.key.id)).state, 'revoked');
    await it.domain.issue(it.admin, slug, { customer: 'many' });
    assert.equal(await count(), kept + 1);
    assertLedgers(it.file, it.clock.now);
  });
}
