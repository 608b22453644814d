import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { seedKeys } from '../../../../lab/bench/seed.ts';
import { until } from '../../../../tools/testing/until.ts';
import { tablesBehind } from '../../src/store/sql/queries/queries.ts';
import { openFixture, withCode, workspace } from '../support/fixture.ts';
import { assertLedgers } from '../support/ledger.ts';
import { nextChange, publishedOf } from '../support/many-keys.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const KEYS = 900;

const disk = mountSmallDisk();
if (typeof disk === 'string') it('a disk that fills up midway', { skip: disk }, () => {});
else await fillingUp(disk);

async function fillingUp(small: SmallDisk): Promise<void> {
  const fixture = await openFixture(small.folder);
  after(() => small.remove());
  const { domain, admin } = fixture;

  describe('a disk that fills up while many keys are resumed', () => {
    it('is reported as the reason, and the rest follows automatically once there is room', async () => {
      const slug = await workspace(fixture);
      seedKeys({ file: fixture.file, workspace: slug, keys: KEYS, customers: 1 });
      const { items } = await domain.listCustomers(slug, {});
      const customer = String(items[0]?.id);
      await domain.updateCustomer(admin, slug, customer, { state: 'suspended' });
      const errors: unknown[] = [];
      fixture.context.tasks.start((error) => errors.push(error));
      const lifting = domain.updateCustomer(admin, slug, customer, { state: 'active' });
      await nextChange(fixture);
      small.fill(0);
      await assert.rejects(lifting, withCode('storage_unavailable'));
      const some = await publishedOf(fixture, slug);
      assert.ok(some > 0 && some < KEYS, `${some} keys`);
      assert.equal((await domain.customer(slug, customer)).state, 'active');
      assert.ok(errors.length > 0, 'it is logged');
      small.makeRoom();
      await until('the rest has followed', 20_000, async () => (await publishedOf(fixture, slug)) === KEYS);
      await until('nothing is left to do', 20_000, async () => {
        const rows = await tablesBehind(fixture.store.read).selectFrom('tasks').select('id').execute();
        return rows.length === 0;
      });
      assertLedgers(fixture.file, fixture.clock.now);
    });
  });
}
