/** A disk that fills up must not prevent anyone from revoking access. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import type { IssuedKey } from '../../src/domain/keys/types.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { Reserve } from '../../src/store/sqlite/reserve.ts';
import { type Fixture, openFixture, withCode, workspace } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const disk = mountSmallDisk();
if (typeof disk === 'string') it('disk space held back', { skip: disk }, () => {});
else {
  const file = join(disk.folder, 'lostwax.reserve');
  const fixture = await openFixture(disk.folder, new Reserve(file));
  after(() => disk.remove());
  describe('disk space held back', () => heldBack(fixture, disk, file));
}

const KEYS = 60;

function heldBack(fixture: Fixture, { fill, makeRoom }: SmallDisk, file: string): void {
  const { domain, admin, store } = fixture;
  let slug: string;
  const keys: IssuedKey[] = [];
  let rotated: string;

  before(async () => {
    slug = await workspace(fixture);
    for (let n = 0; n < KEYS; n++) keys.push(await domain.issue(admin, slug, { customer: `c${n % 20}` }));
    rotated = (await domain.issue(admin, slug, { customer: 'rotated' })).key.id;
    await domain.rotate(admin, slug, rotated, { overlapSeconds: 5 });
    assert.ok(existsSync(file));
    fill(0);
  });

  const issue = () => domain.issue(admin, slug, { customer: 'more', metadata: { text: 'x'.repeat(3_000) } });
  const published = async (id: string): Promise<number> =>
    (
      await tablesBehind(store.read)
        .selectFrom('keys')
        .select('published')
        .where('kid', '=', id)
        .executeTakeFirstOrThrow()
    ).published;

  it('issues are refused when the disk is full, and the reserve stays', async () => {
    await assert.rejects(async () => {
      for (let n = 0; n < 2_000; n++) await issue();
    }, withCode('storage_unavailable'));
    await assert.rejects(store.probe(), withCode('storage_unavailable'));
  });

  it('every key can still be revoked, disabled, ended in time, suspended and erased', async () => {
    for (const { key } of keys.slice(0, 29)) {
      assert.equal((await domain.revoke(admin, slug, key.id, 'x'.repeat(200))).state, 'revoked');
    }
    assert.equal((await domain.disable(admin, slug, keys[30]?.key.id ?? '')).state, 'disabled');
    await fixture.pass(10);
    assert.equal(await published(rotated), 0, 'an overlap that is over ends');
    await domain.updateCustomer(admin, slug, 'c15', { state: 'suspended' });
    assert.equal((await domain.revokeMany(admin, slug, { customer: 'c16' }, { dryRun: false })).count, 2);
    assert.equal((await domain.revokeSelf(null, keys[37]?.token ?? '')).state, 'revoked');
    await domain.eraseCustomer(admin, slug, 'c18');
    assertLedgers(fixture.file, fixture.clock.now);
  });

  it('other operations are refused in the meantime, even if they would fit', async () => {
    assert.ok(!existsSync(file), 'the room is in use');
    const { id } = (keys[59] as IssuedKey).key;
    await assert.rejects(domain.updateKey(admin, slug, id, { name: 'n' }), withCode('storage_unavailable'));
    await assert.rejects(
      domain.updateCustomer(admin, slug, 'c15', { state: 'active' }),
      withCode('storage_unavailable'),
    );
    const group = await Promise.allSettled([
      issue(),
      domain.revoke(admin, slug, id),
      domain.revoke(admin, slug, 'ws0_00_0000000000000000000000'),
    ]);
    const code = (outcome?: PromiseSettledResult<unknown>) =>
      outcome?.status === 'rejected' ? outcome.reason.code : 'done';
    assert.deepEqual(group.map(code), ['storage_unavailable', 'done', 'key_not_found']);
  });

  it('once there is room, the reserve is restored and everything is accepted', async () => {
    makeRoom();
    await until('writes are possible', 15_000, () =>
      store.probe().then(
        () => true,
        () => false,
      ),
    );
    assert.ok(existsSync(file));
    await issue();
    assertLedgers(fixture.file, fixture.clock.now);
  });
}
