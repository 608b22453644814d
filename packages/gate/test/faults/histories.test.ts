/**
 * An older copy of the database is restored while gates run. Whatever happened in the lost history and the
 * new one, a minute later every key is treated as the authority says. `HISTORIES=20` tries that many.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { raiseEpoch } from '@lostwax/authority';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from '../support/house.ts';

const MINUTE_MS = 60_000;
const histories = Number(process.env['HISTORIES'] ?? 4);

/** Restores the database alone, or the whole folder. */
function putBack(house: House, copy: string, whole: boolean): void {
  const { dataFolder } = house.authority;
  const parts = whole ? [dataFolder] : globSync(join(dataFolder, 'lostwax.db*'));
  for (const part of parts) rmSync(part, { recursive: true });
  mkdirSync(dataFolder, { recursive: true });
  if (whole) cpSync(copy, dataFolder, { recursive: true });
  else for (const file of globSync(join(copy, 'lostwax.db*'))) cpSync(file, join(dataFolder, basename(file)));
}

/** Issues a few more keys, and ends some of all. */
async function live(house: House, keys: TestKey[], least: number): Promise<void> {
  const made = least + randomInt(8);
  for (let n = 0; n < made; n++) keys.push(await house.issue());
  for (const key of keys) if (randomInt(3) === 0) await house.revoke(key).catch(() => {});
}

async function wrong(house: House, gate: RunningGate, keys: readonly TestKey[]): Promise<string[]> {
  const found: string[] = [];
  for (const { id, token } of keys) {
    const record = await house.authority
      .call<{ state: string }>('GET', `/v1/workspaces/acme/keys/${id}`)
      .catch(() => ({ state: 'none' }));
    const should = record.state === 'active' ? 'accepted' : 'key_unknown';
    const code = await gate.code(token);
    if (code !== should) found.push(`${id}: ${code} instead of ${should}`);
  }
  return found;
}

async function tryHistory(t: TestContext, whole: boolean, raised: boolean): Promise<void> {
  const house = await makeHouse();
  t.after(() => house.end());
  const keys: TestKey[] = [];
  await live(house, keys, 6);
  await house.authority.stop();
  const copy = join(house.folder, 'copy');
  cpSync(house.authority.dataFolder, copy, { recursive: true });
  await house.restart();
  const flags = ['--issuer', house.issuer, '--max-stale', '30'];
  const cached = [...flags, '--cache', join(house.folder, 'cache')];
  const gates = [await startGate(flags), await startGate(cached)];
  t.after(() => Promise.all(gates.map((gate) => gate.stop())));
  for (const gate of gates) await gateReady(gate);
  const lost = keys.length;
  await live(house, keys, 3);
  for (const gate of gates)
    await until('the gate has all', 10_000, async () => (await wrong(house, gate, keys)).length === 0);

  await house.authority.stop('SIGKILL');
  putBack(house, copy, whole);
  if (raised) await raiseEpoch({ data: house.authority.dataFolder });
  await house.restart();
  // Enough for the new history to pass the numbers of the lost one, which had at most this many keys and
  // their ends.
  await live(house, keys, 2 * (keys.length - lost) + lost);
  for (const [index, gate] of gates.entries()) {
    let left: string[] = [];
    await until('every key is treated as the authority says', MINUTE_MS, async () => {
      left = await wrong(house, gate, keys);
      return left.length === 0;
    }).catch(() => assert.deepEqual(left, [], `gate ${index}`));
  }
  await gates[1]?.stop();
  const again = await startGate(cached);
  gates[1] = again;
  await gateReady(again);
  assert.deepEqual(await wrong(house, again, keys), [], 'started again from its cache');
}

describe('an older copy restored while gates run', {
  timeout: histories * 3 * MINUTE_MS,
}, () => {
  for (let n = 0; n < histories; n++) {
    const [whole, raised] = [n % 2 === 0, n % 4 < 2];
    const what = whole ? 'the whole folder' : 'the database alone';
    it(`history ${n + 1}: ${what}, ${raised ? 'with' : 'without'} a new epoch`, (t) =>
      tryHistory(t, whole, raised));
  }
});
