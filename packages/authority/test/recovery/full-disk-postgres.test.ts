/** The disk with PostgreSQL's tables is full; its log is on another one. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { giveAway } from '../../../../tools/peers/cluster.ts';
import { startAuthority } from '../../../../tools/testing/authority.ts';
import { postgresPeer, startPostgres } from '../../../../tools/testing/postgres.ts';
import { until } from '../../../../tools/testing/until.ts';
import { FillingKeys, isRefused } from '../support/filling-keys.ts';
import { makeFolder } from '../support/fixture.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const name = 'a full disk of PostgreSQL: 503, nothing that was confirmed is lost, and it recovers by itself';
const disk = postgresPeer.skip === false ? mountSmallDisk(48) : postgresPeer.skip;
if (typeof disk === 'string') it(name, { skip: disk }, () => {});
else {
  const database = await openDatabase(disk);
  const authority = await startAuthority(makeFolder(), 0, ['--database', database]);
  after(() => authority.stop());
  it(name, { timeout: 120_000 }, async () => {
    const keys = await FillingKeys.create(authority);
    const assertServed = async () => assert.deepEqual(await keys.served(), new Set(keys.confirmed));
    await keys.issue();
    disk.fill(200_000);
    await keys.issueUntilRefused(1_000);
    for (const result of await Promise.allSettled(Array.from({ length: 8 }, () => keys.issue())))
      if (result.status === 'rejected') isRefused(result.reason);
    await assertServed();
    assert.equal(await keys.stateOf(keys.confirmed[0]), 'active');

    disk.makeRoom();
    await until('keys are issued again', 20_000, () =>
      keys.issue().then(
        () => true,
        (error: unknown) => !isRefused(error),
      ),
    );
    await assertServed();
    await keys.revoke();
    await assertServed();
  });
}

/** A database whose tables are on this disk. */
async function openDatabase({ folder, remove }: SmallDisk): Promise<string> {
  const postgres = await startPostgres();
  after(async () => {
    await postgres.stop();
    remove();
  });
  const tables = join(folder, 'tables');
  mkdirSync(tables);
  await chmod(folder, 0o755);
  await giveAway(tables);
  const url = await postgres.database();
  await postgres.query(url, `CREATE TABLESPACE small LOCATION '${tables}'`);
  await postgres.query(url, 'CREATE DATABASE small TABLESPACE small');
  return url.replace(/[^/]*$/, 'small');
}
