/** The short form of `npm run test:faults:gates`. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runFaults } from './long/run.ts';

const MILLISECONDS = 12_000;

it('no gate accepts a key that it can know to have ended, despite any faults', {
  timeout: 180_000,
}, async (t) => {
  const seed = Math.floor(Math.random() * 1e9);
  const outcome = await runFaults({ seed, milliseconds: MILLISECONDS, say: () => {} });
  t.diagnostic(JSON.stringify(outcome));
  assert.ok(outcome.answers > 100 && outcome.faults > 3, JSON.stringify(outcome));
  assert.ok((outcome.codes['accepted'] ?? 0) > 0 && (outcome.codes['key_unknown'] ?? 0) > 0);
});
