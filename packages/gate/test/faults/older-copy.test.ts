/** An older copy of the data is put in place by hand, in front of a registered gate. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { lostwaxCommand } from '../../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { ask } from '../../../../tools/testing/request.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from '../support/house.ts';

const LIMIT_MS = 20_000;

/** Waits until the database says that this gate reports. */
async function noted(file: string, gate: string): Promise<void> {
  const database = new DatabaseSync(file, { readOnly: true });
  const row = database.prepare('SELECT reports FROM readers WHERE id = ?');
  await until('the report is noted', LIMIT_MS, () => row.get(gate)?.['reports'] === 1);
  database.close();
}

describe('an older copy in front of a registered gate', { timeout: 90_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let cache: string;
  let kept: TestKey;
  let revoked: TestKey;
  let answers: Promise<readonly string[]>;

  before(async () => {
    house = await makeHouse();
    kept = await house.issue();
    revoked = await house.issue();
    const { id } = await house.authority.call<{ id: string }>('POST', '/v1/workspaces/acme/readers', {
      ...{ name: 'eu-1', kind: 'gate', refreshSeconds: 30 },
    });
    cache = join(house.folder, 'cache');
    gate = await startGate([
      ...['--issuer', house.issuer, '--cache', cache, '--reader', id, '--max-stale', '6'],
    ]);
    await gateReady(gate);
    const data = house.authority.dataFolder;
    await noted(join(data, 'lostwax.db'), id);
    await house.authority.stop();
    cpSync(data, join(house.folder, 'copy'), { recursive: true });
    await house.restart();
    await house.revoke(revoked);
    await until('the gate refuses', LIMIT_MS, async () => (await gate.code(revoked.token)) === 'key_unknown');
    await house.authority.stop('SIGKILL');
    rmSync(data, { recursive: true });
    cpSync(join(house.folder, 'copy'), data, { recursive: true });
    answers = pollKeySet();
    await house.restart();
  });
  after(async () => {
    await gate?.stop();
    await house?.end();
  });

  const codeOf = async (path: string): Promise<string> => {
    const { status, text } = await ask(`${house.authority.url}${path}`, []);
    return status === 200 ? 'served' : (JSON.parse(text) as { code: string }).code;
  };

  /** Fetches the key set as often as it can, from the first answer until the copy is noticed. */
  const pollKeySet = async (): Promise<readonly string[]> => {
    const found: string[] = [];
    await until('it is noticed', LIMIT_MS, async () => {
      const answer = await ask(`${house.authority.url}/acme/.well-known/jwks.json`, []).catch(
        () => undefined,
      );
      if (answer?.status === 200) found.push(answer.text.includes(revoked.id) ? 'revoked key' : 'key set');
      else if (answer !== undefined) found.push((JSON.parse(answer.text) as { code: string }).code);
      return found.at(-1) === 'database_behind';
    });
    return found;
  };

  it('is served to nobody, and the authority says what to do', async () => {
    const all = new Set(await answers);
    assert.ok(all.has('shutting_down'), [...all].join());
    assert.ok(!all.has('revoked key') && !all.has('key set'), [...all].join());
    assert.equal(await codeOf('/readyz'), 'database_behind');
    for (const path of [
      '/acme/.well-known/jwks.json',
      '/acme/.well-known/jwks/00.json',
      `/acme/.well-known/jwks/key/${revoked.id}.json`,
      '/lostwax/.well-known/jwks.json',
      '/acme/feed/snapshot',
    ])
      assert.equal(await codeOf(path), 'database_behind', path);
    assert.equal(
      await codeOf('/acme/feed/head'),
      'served',
      'it shows other gates that the authority went back',
    );
    assert.equal(await codeOf('/healthz'), 'served');
    assert.notEqual(await gate.code(revoked.token), 'accepted');
  });

  it('still lets keys be revoked', async () => {
    const other = await house.issue();
    await house.revoke(other);
  });

  it('is settled by what the gate knows, without a backup', async () => {
    const data = house.authority.dataFolder;
    await house.authority.stop();
    const flags = ['--data', data, '--evidence', cache, '--administrators', 'keep', '--json'];
    const { stdout } = await promisify(execFile)(process.execPath, [lostwaxCommand, 'restore', ...flags]);
    assert.equal((JSON.parse(stdout) as { settled: boolean }).settled, true);
    await house.restart();
    await until('the gate accepts', LIMIT_MS, async () => {
      assert.notEqual(await gate.code(revoked.token), 'accepted');
      return (await gate.code(kept.token)) === 'accepted';
    });
    // The gate may still accept it by what it had, before it has reported.
    await until('the gate has reported', LIMIT_MS, async () => (await codeOf('/readyz')) === 'served');
    assert.equal(await codeOf('/acme/.well-known/jwks.json'), 'served');
    assert.equal(await gate.code(revoked.token), 'key_unknown');
  });

  it('of which only a made-up reader knows is served', async () => {
    const made = `${house.authority.url}/acme/feed/head?reader=rdr_${'a'.repeat(24)}&applied=${'0'.repeat(16)}.9999999999999.1.${'A'.repeat(22)}`;
    for (let n = 0; n < 2; n++) assert.equal((await ask(made, [])).status, 200);
    assert.equal(await codeOf('/readyz'), 'served');
  });
});
