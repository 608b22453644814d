import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { until } from '../../../../../tools/testing/until.ts';
import { writeAdminKey } from '../../../src/admin-key-file.ts';
import { bootstrap, resetAdmin } from '../../../src/domain/access/bootstrap.ts';
import { administrator, openFixture, withCode } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const fixture = await openFixture();
const { domain, admin, context, folder } = fixture;
const LOSTWAX = 'lostwax';
const keyFile = join(folder, 'admin.key');
const to = (file: string) => (token: string) => writeAdminKey(file, token);
const keyIn = (file: string) => readFileSync(file, 'utf8').trim();

async function liveAdmins(): Promise<string[]> {
  return (await domain.listKeys(LOSTWAX, { state: ['active'] }, 'all')).items.map(({ id }) => id);
}

describe('the first start', () => {
  it('creates the workspace and one key, in a file that only its owner can read', async () => {
    assert.equal(statSync(keyFile).mode & 0o777, 0o600);
    assert.deepEqual((await domain.authenticate(keyIn(keyFile))).scopes, ['admin']);
    assert.ok(!existsSync(`${keyFile}.part`));
  });

  it('later starts change nothing', async () => {
    const before = await domain.workspace(LOSTWAX);
    assert.equal(await bootstrap(context, to(join(folder, 'never'))), false);
    assert.deepEqual(await domain.workspace(LOSTWAX), before);
    assert.ok(!existsSync(join(folder, 'never')));
  });

  it('fails with a message if the key cannot be written, and creates none', async () => {
    const before = await liveAdmins();
    const nowhere = join(folder, 'no such folder', 'admin.key');
    await assert.rejects(resetAdmin(context, to(nowhere), false), withCode('storage_unavailable'));
    assert.deepEqual(await liveAdmins(), before);
  });

  it('does not overwrite what is in the way: neither a link nor a file open to others', async () => {
    const [target, file] = [join(folder, 'target'), join(folder, 'linked.key')];
    writeFileSync(target, 'mine', { mode: 0o644 });
    symlinkSync(target, `${file}.part`);
    await resetAdmin(context, to(file), true);
    assert.equal(keyIn(target), 'mine');
    assert.equal(statSync(file).mode & 0o777, 0o600);
  });
});

describe('a reset', () => {
  it('with keep adds a key; without, it revokes all earlier ones', async () => {
    const { key } = await administrator(fixture);
    const before = await liveAdmins();
    await resetAdmin(context, to(keyFile), true);
    assert.equal((await liveAdmins()).length, before.length + 1);
    await resetAdmin(context, to(keyFile), false);
    const { id: keyId } = await domain.authenticate(keyIn(keyFile));
    assert.deepEqual(await liveAdmins(), [keyId]);
    assert.equal((await domain.key(LOSTWAX, key.id, 'all')).state, 'revoked');
    await assert.rejects(domain.authenticate(admin.token), withCode('invalid_key'));
  });

  it("works whatever the state of the first key's customer, and does not resume it", async () => {
    const current = { ...admin, id: (await domain.authenticate(keyIn(keyFile))).id };
    const { key } = await administrator({ ...fixture, admin: current });
    const { items } = await domain.listKeys(LOSTWAX, { customer: 'administrator', state: ['active'] }, 'all');
    await domain.updateCustomer(current, LOSTWAX, 'administrator', {
      state: 'suspended',
      maxKeys: 0,
      scopes: [],
    });
    for (const keep of [true, false, true]) {
      await resetAdmin(context, to(keyFile), keep);
      await domain.authenticate(keyIn(keyFile));
    }
    assert.equal((await domain.customer(LOSTWAX, 'administrator')).state, 'suspended');
    for (const { id } of [key, ...items])
      assert.equal((await domain.key(LOSTWAX, id, 'all')).state, 'revoked');
    assertLedgers(fixture.file, fixture.clock.now);
  });

  it('in a separate process is complete when that exits, and is noticed by the running one', async () => {
    const source = JSON.stringify(join(import.meta.dirname, '../../../src/reset-admin.ts'));
    const program = join(folder, 'reset.mjs');
    writeFileSync(
      program,
      `import { resetAdmin } from ${source}; console.log(await resetAdmin({ data: process.argv[2] }));`,
    );
    let unknown = false;
    fixture.store.onCommit((changes) => {
      unknown ||= changes === 'unknown';
    });
    const { stdout } = await promisify(execFile)(process.execPath, [program, folder]);
    assert.equal(stdout.trim(), keyFile);
    assert.deepEqual(await liveAdmins(), [(await domain.authenticate(keyIn(keyFile))).id]);
    await until('the running authority notices', 10_000, () => unknown);
  });
});
