/** The disk with PostgreSQL's log (`pg_wal`) is full; its tables are on another one. PostgreSQL then stops by itself. */
import assert from 'node:assert/strict';
import { rmSync, symlinkSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { run } from '../../../../tools/peers/run.ts';
import { startAuthority } from '../../../../tools/testing/authority.ts';
import { postgresPeer, type RunningPostgres, startPostgres } from '../../../../tools/testing/postgres.ts';
import { ask } from '../../../../tools/testing/request.ts';
import { until } from '../../../../tools/testing/until.ts';
import { FillingKeys, isRefused } from '../support/filling-keys.ts';
import { makeFolder } from '../support/fixture.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';

const name =
  "a full disk of PostgreSQL's log: 503, nothing that was confirmed is lost, and it recovers once PostgreSQL has space and runs";
const disk = postgresPeer.skip === false ? mountSmallDisk(12) : postgresPeer.skip;
if (typeof disk === 'string') it(name, { skip: disk }, () => {});
else {
  const postgres = await startPostgres();
  after(async () => {
    await postgres.stop();
    disk.remove();
  });
  const database = await postgres.database();
  await moveLog(postgres, database, disk);
  const authority = await startAuthority(makeFolder(), 0, ['--database', database]);
  after(() => authority.stop());
  it(name, { timeout: 120_000 }, async () => {
    const keys = await FillingKeys.create(authority);
    const isReady = async (): Promise<boolean> => (await ask(`${authority.url}/readyz`)).status === 200;
    /** A key whose creation wasn't confirmed may exist. */
    const assertServed = async (): Promise<void> => {
      const served = await keys.served();
      assert.deepEqual(
        keys.confirmed.filter((id) => !served.has(id)),
        [],
      );
    };
    await keys.issue();
    await keys.issue();
    const revoked = keys.confirmed[0];
    await keys.revoke();
    // A gateway reads it from time to time, and the authority keeps it in memory.
    await assertServed();
    disk.fill(0);
    await keys.issueUntilRefused(5_000);
    await until('PostgreSQL has stopped', 30_000, () =>
      postgres.query(database, 'SELECT 1').then(
        () => false,
        () => true,
      ),
    );
    assert.equal(await isReady(), false);
    await assert.rejects(keys.issue(), isRefused);
    await assertServed();

    disk.makeRoom();
    await postgres.start();
    await until('the authority is ready', 30_000, isReady);
    await keys.issue();
    await assertServed();
    for (const id of keys.confirmed) assert.equal(await keys.stateOf(id), 'active');
    assert.equal(await keys.stateOf(revoked), 'revoked');
    await keys.revoke();
    await assertServed();
  });
}

/** Moves the log of a server to this disk. */
async function moveLog(postgres: RunningPostgres, database: string, { folder }: SmallDisk): Promise<void> {
  const [row] = await postgres.query(database, 'SHOW data_directory');
  const log = join(String(row?.['data_directory']), 'pg_wal');
  await postgres.halt('SIGINT');
  await chmod(folder, 0o755);
  const moved = join(folder, 'pg_wal');
  await run('cp', ['-a', log, moved]);
  rmSync(log, { recursive: true });
  symlinkSync(moved, log);
  await postgres.start();
}
