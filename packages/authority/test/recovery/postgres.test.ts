/** A PostgreSQL database was put back by its own tools. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { postgresPeer, type RunningPostgres, startPostgres } from '../../../../tools/testing/postgres.ts';
import { startAuthority } from '../../src/authority.ts';
import { restore } from '../../src/recovery/restore.ts';
import { makeFolder } from '../support/fixture.ts';

describe('a restored PostgreSQL database', { skip: postgresPeer.skip }, () => {
  let server: RunningPostgres | undefined;
  after(() => server?.stop());

  it('begins a new history once the unknown time is accepted, and is not served before', async () => {
    server = await startPostgres();
    const database = await server.database();
    const data = makeFolder();
    const options = { data, database, port: 0, origin: 'https://keys.test.example' };
    await (await startAuthority(options)).close();
    const lineage = async (): Promise<unknown> =>
      (await server?.query(database, 'SELECT lineage FROM workspaces'))?.[0]?.['lineage'];
    const before = await lineage();
    const undecided = await restore({ data, database, sets: [] });
    assert.equal(undecided.settled, false);
    await assert.rejects(startAuthority(options), { code: 'restore_undecided' });
    assert.equal(await lineage(), before);
    const acceptUnknownSince = Date.parse(String(undecided.unknownSince));
    assert.equal((await restore({ data, database, sets: [], acceptUnknownSince })).settled, true);
    assert.notEqual(await lineage(), before);
    await (await startAuthority(options)).close();
    await assert.rejects(restore({ data, database, from: 'any', sets: [] }), { code: 'start_refused' });
  });
});
