/** Gates that start without their authority, from the set on disk in various conditions. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from '../support/house.ts';
import { namespaceSkip, ownMachine } from '../support/namespace.ts';

const NOWHERE = 'http://127.0.0.1:1';
const SOON_MS = 15_000;

describe('a gate that keeps its set on disk', { timeout: 90_000 }, () => {
  let house: House;
  let good: TestKey;
  let revoked: TestKey;
  let kept: string;
  let count = 0;

  before(async () => {
    house = await makeHouse();
    good = await house.issue();
    revoked = await house.issue();
    kept = join(house.folder, 'kept');
    const gate = await startGate(['--issuer', house.issuer, '--cache', kept]);
    await gateReady(gate);
    await house.revoke(revoked);
    await until('it is refused', SOON_MS, async () => (await gate.code(revoked.token)) === 'key_unknown');
    await gate.stop();
  });
  after(() => house?.end());

  /** Starts a gate with only a modified copy of the folder. */
  async function from(
    change: (folder: string) => void,
    flags: readonly string[] = ['--issuer', house.issuer, '--feed', NOWHERE],
    through: readonly string[] = [],
  ): Promise<RunningGate> {
    const folder = join(house.folder, `copy-${count}`);
    count += 1;
    cpSync(kept, folder, { recursive: true });
    change(folder);
    return startGate([...flags, '--cache', folder], { through });
  }

  it('starts without the authority, and still refuses revoked keys', async () => {
    const gate = await from(() => {});
    try {
      await gateReady(gate);
      assert.equal(await gate.code(good.token), 'accepted');
      assert.equal(await gate.code(revoked.token), 'key_unknown');
    } finally {
      await gate.stop();
    }
  });

  it('starts after it was killed', async () => {
    const folder = join(house.folder, 'killed');
    const first = await startGate(['--issuer', house.issuer, '--cache', folder]);
    const key = await house.issue();
    await first.accepts(key.token);
    await house.revoke(key);
    await until('it is refused', SOON_MS, async () => (await first.code(key.token)) === 'key_unknown');
    await first.stop('SIGKILL');
    const gate = await startGate(['--issuer', house.issuer, '--feed', NOWHERE, '--cache', folder]);
    try {
      await gateReady(gate);
      assert.equal(await gate.code(good.token), 'accepted');
      assert.equal(await gate.code(key.token), 'key_unknown');
    } finally {
      await gate.stop();
    }
  });

  /** Only then does a gate request the feed, in vain here. */
  const lookedAtDisk = (gate: RunningGate) =>
    until(
      'it has requested the feed',
      SOON_MS,
      async () => (await gate.metric('lostwax_gate_feed_failures_total')) >= 1,
    );

  const files = (folder: string) => globSync('**/*', { cwd: folder }).map((name) => join(folder, name));
  const truncateAll = (folder: string, bytes: number) => {
    for (const file of files(folder)) truncateSync(file, bytes);
  };
  const unusable: readonly [string, (folder: string) => void][] = [
    ['missing', (folder) => rmSync(folder, { recursive: true })],
    ['empty', (folder) => truncateAll(folder, 0)],
    ['truncated', (folder) => truncateAll(folder, 30)],
    [
      'different in one bit',
      (folder) =>
        files(folder).forEach((file) => {
          const bytes = readFileSync(file);
          const at = Math.floor(bytes.length / 3);
          bytes[at] = (bytes[at] ?? 0) ^ 1;
          writeFileSync(file, bytes);
        }),
    ],
  ];
  for (const [what, change] of unusable) {
    it(`a set on disk that is ${what} is not used, and the authority’s set is loaded once available`, async () => {
      const gate = await from(change);
      try {
        await lookedAtDisk(gate);
        assert.equal(await gate.code(good.token), 'set_stale');
        assert.equal(await gate.code(revoked.token), 'set_stale');
        if (what !== 'missing') assert.ok((await gate.metric('lostwax_gate_cache_failures_total')) >= 1);
      } finally {
        await gate.stop();
      }
      const again = await from(change, ['--issuer', house.issuer]);
      await gateReady(again);
      assert.equal(await again.code(good.token), 'accepted');
      await again.stop();
    });
  }

  it('does not use the set of another workspace', async () => {
    await house.authority.call('POST', '/v1/workspaces', { slug: 'other' });
    const gate = await from(() => {}, [
      '--issuer',
      house.issuer.replace(/acme$/, 'other'),
      '--feed',
      NOWHERE,
    ]);
    await lookedAtDisk(gate);
    assert.equal(await gate.code(good.token), 'set_stale');
    await gate.stop();
  });

  it('does not use a set from before a reboot', { skip: namespaceSkip }, async () => {
    const machine = ownMachine(house.folder);
    const kept = ['--issuer', house.issuer, '--cache', join(house.folder, 'boots')];
    const alone = [...kept, '--feed', NOWHERE];
    const withGate = async (flags: readonly string[], act: (gate: RunningGate) => Promise<void>) => {
      const gate = await startGate(flags, { through: machine.through });
      try {
        await act(gate);
      } finally {
        await gate.stop();
      }
    };
    await withGate(kept, gateReady);
    // A gate extrapolates between two readings of a clock, and this clock stands still.
    machine.sleep(1);
    await withGate(alone, gateReady);
    machine.reboot();
    await withGate(alone, async (gate) => {
      await lookedAtDisk(gate);
      assert.ok((await gate.metric('lostwax_gate_cache_failures_total')) >= 1);
      assert.equal(await gate.code(good.token), 'set_stale');
    });
  });

  it('answers even if the folder is not writable', async () => {
    const folder = join(house.folder, 'locked');
    mkdirSync(folder);
    // A file in place of the folder fails even for root, who may write anywhere.
    const file = join(folder, 'file');
    writeFileSync(file, '');
    chmodSync(folder, 0o500);
    const gate = await startGate(['--issuer', house.issuer, '--cache', join(file, 'below')]);
    await gateReady(gate);
    assert.equal(await gate.code(good.token), 'accepted');
    assert.ok((await gate.metric('lostwax_gate_cache_failures_total')) >= 1);
    await gate.stop();
  });
});
