/** A gate that hangs or restarts behind real gateways, each configured as in docs/gateways.md. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { behind } from './support/behind.ts';
import { ownRecipes, recipes } from './support/recipes.ts';

// HAProxy's health check needs a moment to see a gate again.
for (const recipe of [...recipes, ...ownRecipes].filter(({ name }) => name !== 'haproxy')) {
  const { program, skip } = await peerForTests(recipe.name);
  describe(`a gate that hangs or restarts behind ${recipe.name}`, { skip, timeout: 120_000 }, () => {
    const fixture = behind(recipe, program);

    // A gateway in front of a gate can't tell one that hangs from a slow API: it answers 502 or 504 after a minute.
    // Traefik waits for 30 s, and then answers 500.
    if (recipe.asked !== undefined && recipe.name !== 'traefik')
      it('no request gets through or waits long while the gate hangs', async () => {
        const before = fixture.api.count();
        fixture.gate.program.child.kill('SIGSTOP');
        try {
          const all = await Promise.all([
            fixture.status(bearer(fixture.key.token)),
            fixture.status(),
            fixture.status(bearer('nonsense')),
          ]);
          for (const status of all) assert.ok([503, 504].includes(status), `${status}`);
        } finally {
          fixture.gate.program.child.kill('SIGCONT');
        }
        assert.equal(fixture.api.count(), before, 'the API was not asked');
        assert.equal(await fixture.status(bearer(fixture.key.token)), 200);
      });

    it('a restarted gate is used at once, without failures from old connections', async () => {
      const { port } = new URL(fixture.gate.url);
      await Promise.all(Array.from({ length: 20 }, () => fixture.status(bearer(fixture.key.token))));
      await fixture.gate.stop();
      assert.equal(await fixture.status(bearer(fixture.key.token)), recipe.withoutGate);
      const flags = ['--issuer', fixture.house.issuer, ...recipe.flags(fixture.api)];
      const again = await startGate(flags, { port: Number(port) });
      try {
        await gateReady(again);
        for (let asked = 0; asked < 30; asked += 1)
          assert.equal(await fixture.status(bearer(fixture.key.token)), 200, fixture.front.log());
      } finally {
        await again.stop();
      }
    });
  });
}
