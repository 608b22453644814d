/** The short form of `npm run test:faults`: a few rounds of each scenario. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { it } from 'node:test';
import { runScenario } from '../run.ts';
import { shortScenarios } from '../scenarios.ts';

for (const scenario of shortScenarios)
  it(`nothing acknowledged is lost: in each round, ${scenario.what}`, {
    skip: scenario.skip,
    timeout: 180_000,
  }, async (t) => {
    const seed = randomInt(1e6);
    t.diagnostic(`seed ${seed}`);
    const progress = await runScenario(scenario, { seed, rounds: scenario.shortRounds, isShort: true });
    t.diagnostic(JSON.stringify(progress));
    assert.ok(progress.acknowledged > 0 && progress.answers > 0, JSON.stringify(progress));
  });
