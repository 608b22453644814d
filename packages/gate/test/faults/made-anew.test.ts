/** A new authority replaces a lost one, with the same address and slug: running gates follow the new one. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { gateReady, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';
import { makeHouse, type TestKey } from '../support/house.ts';

const MINUTE_MS = 60_000;

it('a workspace created again with the same slug is loaded in full, with and without a set on disk', {
  timeout: 3 * MINUTE_MS,
}, async (t) => {
  const house = await makeHouse();
  t.after(() => house.end());
  const before: TestKey[] = [];
  for (let n = 0; n < 5; n++) before.push(await house.issue());
  const flags = ['--issuer', house.issuer, '--max-stale', '30'];
  const cached = [...flags, '--cache', join(house.folder, 'cache')];
  const gates = [await startGate(flags), await startGate(cached)];
  t.after(() => Promise.all(gates.map((gate) => gate.stop())));
  for (const gate of gates) {
    await gateReady(gate);
    for (const { token } of before) assert.equal(await gate.code(token), 'accepted');
  }

  await house.authority.stop('SIGKILL');
  rmSync(house.authority.dataFolder, { recursive: true });
  await house.restart();
  await house.authority.call('POST', '/v1/workspaces', { slug: 'acme' });
  const after: TestKey[] = [];
  // More changes than there were before, to pass the old numbers.
  for (let n = 0; n < 8; n++) after.push(await house.issue());
  const revoked = after.pop() as TestKey;
  await house.revoke(revoked);

  for (let round = 0; round < 2; round++) {
    for (const [index, gate] of gates.entries()) {
      await until(`gate ${index} follows the new authority`, MINUTE_MS, async () => {
        for (const { token } of [...before, revoked])
          if ((await gate.code(token)) !== 'key_unknown') return false;
        for (const { token } of after) if ((await gate.code(token)) !== 'accepted') return false;
        return true;
      });
    }
    if (round > 0) continue;
    await gates[1]?.stop();
    gates[1] = await startGate(cached);
    await gateReady(gates[1]);
  }
});
