/** A gate that hangs or restarts behind real gateways, each configured as in docs/gateways.md. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { behind } from './support/behind.ts';
import { recipes } from './support/recipes.ts';

// HAProxy cannot tell a gate that hangs from an API that takes its time: 504 comes after `timeout server`.
for (const recipe of recipes.filter(({ asked }) => asked !== undefined)) {
  const { program, skip } = await peerForTests(recipe.name);
  suite(`a gate that hangs or starts again behind ${recipe.name}`, { skip, timeout: 120_000 }, () => {
    const it = behind(recipe, program);

    test('nobody gets in while the gate hangs, and nobody waits for long', async () => {
      const before = it.api.count();
      it.gate.program.child.kill('SIGSTOP');
      try {
        const all = await Promise.all([
          it.status(bearer(it.key.token)),
          it.status(),
          it.status(bearer('nonsense')),
        ]);
        for (const status of all) assert.ok([503, 504].includes(status), `${status}`);
      } finally {
        it.gate.program.child.kill('SIGCONT');
      }
      assert.equal(it.api.count(), before, 'the API was not asked');
      assert.equal(await it.status(bearer(it.key.token)), 200);
    });

    test('a gate that has started again is asked at once, with no failure for a connection of before', async () => {
      const { port } = new URL(it.gate.url);
      await Promise.all(Array.from({ length: 20 }, () => it.status(bearer(it.key.token))));
      await it.gate.stop();
      const again = await startGate(['--issuer', it.house.issuer], { port: Number(port) });
      try {
        await gateReady(again);
        for (let asked = 0; asked < 30; asked += 1)
          assert.equal(await it.status(bearer(it.key.token)), 200, it.front.log());
      } finally {
        await again.stop();
      }
    });
  });
}
