import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { postgresPeer, startPostgres } from '../../../../tools/testing/postgres.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';

describe('what PostgreSQL remembers of the commits of each replica', {
  skip: postgresPeer.skip,
}, async () => {
  if (postgresPeer.skip !== false) return;
  const postgres = await startPostgres();
  after(() => postgres.stop());
  const DAYS = 3 * 86_400_000;

  for (const [what, ahead] of [
    ['ahead', DAYS],
    ['behind', -DAYS],
  ] as const)
    it(`is kept although the clock of one is days ${what}`, async (t) => {
      const url = await postgres.database();
      const first = await openPostgresStore(url);
      await first.probe();
      const right = Date.now;
      t.mock.method(Date, 'now', () => right() + ahead);
      const second = await openPostgresStore(url);
      await second.probe();
      t.mock.restoreAll();
      const third = await openPostgresStore(url);
      await third.probe();
      const rows = await postgres.query(url, 'SELECT commits FROM writers');
      assert.equal(rows.length, 3, 'a commit without an answer could no longer be looked up');
      for (const store of [first, second, third]) await store.close();
    });
});
