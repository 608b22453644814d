/** The disk with PostgreSQL's tables is full; its log is on another one. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { giveAway } from '../../../../tools/peers/cluster.ts';
import { ApiError, startAuthority } from '../../../../tools/testing/authority.ts';
import { postgresPeer, startPostgres } from '../../../../tools/testing/postgres.ts';
import { ask } from '../../../../tools/testing/request.ts';
import { until } from '../../../../tools/testing/until.ts';
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
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    const keys = '/v1/workspaces/acme/keys';
    const confirmed: string[] = [];
    const issue = async (): Promise<void> => {
      const input = { customer: 'many', metadata: { text: 'x'.repeat(3_000) } };
      const { key } = await authority.call<{ key: { id: string } }>('POST', keys, input);
      confirmed.push(key.id);
    };
    const isRefused = (error: unknown): true => {
      assert.ok(error instanceof ApiError, String(error));
      assert.deepEqual(
        [error.status, (error.problem as { code: string }).code],
        [503, 'storage_unavailable'],
      );
      return true;
    };
    const assertServed = async (): Promise<void> => {
      const { status, text } = await ask(`${authority.url}/acme/.well-known/jwks.json`, []);
      assert.equal(status, 200);
      const served = (JSON.parse(text) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
      // The sentinel is the last.
      assert.deepEqual(new Set(served.slice(0, -1)), new Set(confirmed));
    };
    await issue();
    disk.fill(200_000);
    await assert.rejects(async () => {
      for (let n = 0; n < 1_000; n++) await issue();
    }, isRefused);
    for (const result of await Promise.allSettled(Array.from({ length: 8 }, issue)))
      if (result.status === 'rejected') isRefused(result.reason);
    await assertServed();
    const first = await authority.call<{ state: string }>('GET', `${keys}/${confirmed[0]}`);
    assert.equal(first.state, 'active');

    disk.makeRoom();
    await until('keys are issued again', 20_000, () =>
      issue().then(
        () => true,
        (error: unknown) => !isRefused(error),
      ),
    );
    await assertServed();
    await authority.call('POST', `${keys}/${confirmed.shift()}/revoke`, {});
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
