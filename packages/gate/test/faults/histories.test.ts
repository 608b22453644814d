/**
 * An older copy of the database is restored while gates run, by hand or from a backup. Whatever happened in the lost
 * history and the new one, a minute later every key is treated as the authority says, and after `lostwax restore` no key
 * is valid that was ever revoked. `HISTORIES=20` tries that many.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { makeBackup, raiseEpoch, restore } from '@lostwax/authority';
import { readKnownSets } from '@lostwax/verifier';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from '../support/house.ts';

const MINUTE_MS = 60_000;
const histories = Number(process.env['HISTORIES'] ?? 3);

const ways = ['the whole folder', 'the database alone', 'a backup'] as const;
type Way = (typeof ways)[number];

/** Copies the data: the folder of a stopped authority, or a backup while keys are created and revoked. */
async function copyData(house: House, copy: string, way: Way, keys: TestKey[], ended: Set<TestKey>) {
  const { dataFolder: data } = house.authority;
  if (way === 'a backup') {
    await Promise.all([makeBackup({ data, to: copy }), live(house, keys, ended, 2)]);
    return;
  }
  await house.authority.stop();
  cpSync(data, copy, { recursive: true });
  await house.restart();
}

/** Restores the database alone, the whole folder, or a backup against what a gate has on disk. */
async function putBack(house: House, copy: string, way: Way, cache: string): Promise<void> {
  const { dataFolder: data } = house.authority;
  const parts = way === 'the whole folder' ? [data] : globSync(join(data, 'lostwax.db*'));
  for (const part of parts) rmSync(part, { recursive: true });
  mkdirSync(data, { recursive: true });
  if (way === 'the whole folder') cpSync(copy, data, { recursive: true });
  else if (way === 'a backup') {
    const sets = (await readKnownSets(cache)).map((set) => ({ ...set, source: cache }));
    const { settled } = await restore({ data, from: copy, sets, administrators: 'keep' });
    assert.ok(settled);
  } else for (const file of globSync(join(copy, 'lostwax.db*'))) cpSync(file, join(data, basename(file)));
}

/** Issues a few more keys, and ends some of all. */
async function live(house: House, keys: TestKey[], ended: Set<TestKey>, least: number): Promise<void> {
  const made = least + randomInt(8);
  for (let n = 0; n < made; n++) keys.push(await house.issue());
  for (const key of keys) {
    if (randomInt(3) > 0) continue;
    // A key of a lost history can't be revoked any more.
    await house.revoke(key).then(
      () => ended.add(key),
      () => {},
    );
  }
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

async function tryHistory(t: TestContext, way: Way, raised: boolean): Promise<void> {
  const house = await makeHouse();
  t.after(() => house.end());
  const keys: TestKey[] = [];
  const ended = new Set<TestKey>();
  await live(house, keys, ended, 6);
  const copy = join(house.folder, 'copy');
  await copyData(house, copy, way, keys, ended);
  const flags = ['--issuer', house.issuer, '--max-stale', '30'];
  const cache = join(house.folder, 'cache');
  const cached = [...flags, '--cache', cache];
  const gates = [await startGate(flags), await startGate(cached)];
  t.after(() => Promise.all(gates.map((gate) => gate.stop())));
  for (const gate of gates) await gateReady(gate);
  const lost = keys.length;
  await live(house, keys, ended, 3);
  for (const gate of gates)
    await until('the gate has all', 10_000, async () => (await wrong(house, gate, keys)).length === 0);

  await house.authority.stop('SIGKILL');
  await putBack(house, copy, way, cache);
  if (raised) await raiseEpoch({ data: house.authority.dataFolder });
  await house.restart();
  // Enough for the new history to pass the numbers of the lost one, which had at most this many keys and
  // their ends.
  await live(house, keys, ended, 2 * (keys.length - lost) + lost);
  for (const [index, gate] of gates.entries()) {
    let left: string[] = [];
    await until('every key is treated as the authority says', MINUTE_MS, async () => {
      left = await wrong(house, gate, keys);
      return left.length === 0;
    }).catch(() => assert.deepEqual(left, [], `gate ${index}`));
  }
  if (way === 'a backup') {
    for (const gate of gates)
      for (const { id, token } of ended) assert.equal(await gate.code(token), 'key_unknown', id);
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
    const way = ways[n % ways.length] as Way;
    // A restore begins a new history itself.
    const raised = way !== 'a backup' && n % 2 === 0;
    const epoch =
      way === 'a backup' ? 'against a gate’s set' : raised ? 'with a new epoch' : 'without a new epoch';
    it(`history ${n + 1}: ${way}, ${epoch}`, (t) => tryHistory(t, way, raised));
  }
});
