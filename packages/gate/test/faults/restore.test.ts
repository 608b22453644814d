/** An authority that has lost data, and a gate that still has it. */
import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { raiseEpoch } from '@lostwax/authority';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type House, makeHouse } from '../support/house.ts';

describe('a database that was restored from yesterday', { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;

  before(async () => {
    house = await makeHouse();
    gate = await startGate(['--issuer', house.issuer, '--max-stale', '4']);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await house?.end();
  });

  it('without a higher epoch the gate keeps its set until it is stale; with one it loads the restored set', async () => {
    const data = house.authority.dataFolder;
    const yesterday = join(house.folder, 'yesterday');
    const before = await house.issue();
    await house.authority.stop();
    cpSync(data, yesterday, { recursive: true });
    await house.restart();
    const lost = await house.issue();
    const revoked = await house.issue();
    await until(
      'both are accepted',
      15_000,
      async () =>
        (await gate.code(lost.token)) === 'accepted' && (await gate.code(revoked.token)) === 'accepted',
    );
    await house.revoke(revoked);
    await until('it is refused', 15_000, async () => (await gate.code(revoked.token)) === 'key_unknown');
    const position = await gate.metric('lostwax_gate_sequence');

    await house.authority.stop('SIGKILL');
    rmSync(data, { recursive: true });
    cpSync(yesterday, data, { recursive: true });
    await house.restart();
    await until('no key is checked', 20_000, async () => {
      const code = await gate.code(revoked.token);
      assert.ok(['key_unknown', 'set_stale'].includes(code), code);
      return code === 'set_stale';
    });
    assert.equal(await gate.metric('lostwax_gate_sequence'), position);
    const epoch = await gate.metric('lostwax_gate_epoch');
    // The set may have become stale before the authority answered again.
    const behind = `lostwax_gate_feed_failures_total{issuer="${house.issuer}",code="position_behind"}`;
    await until('the gate has seen the older position', 10_000, async () => (await gate.metric(behind)) >= 1);

    await house.authority.stop('SIGKILL');
    await raiseEpoch({ data });
    await house.restart();
    const fresh = await house.issue();
    await until(
      'the gate loads the restored set',
      15_000,
      async () => (await gate.code(fresh.token)) === 'accepted',
    );
    assert.ok((await gate.metric('lostwax_gate_epoch')) > epoch);
    assert.equal(await gate.code(before.token), 'accepted');
    assert.equal(await gate.code(lost.token), 'key_unknown');
    assert.equal(await gate.code(revoked.token), 'key_unknown');
  });
});
