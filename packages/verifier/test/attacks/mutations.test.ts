/** Only the exact text that was issued is accepted: over a million slightly different texts are refused. */
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import type { Followed } from '../support/followed.ts';
import type { TestKey } from '../support/keys.ts';
import { mirroredTokens, mutations, randomOf } from '../support/mutator.ts';
import { scene } from '../support/scene.ts';

const SEED = Number(process.env['LOSTWAX_MUTATIONS_SEED'] ?? 20_261_124);
const MUTANTS = 1_050_000;
/** Checked in one turn of the event loop, so that the feed is still followed in between. */
const SLICE = 5_000;

interface Setting {
  readonly keys: readonly TestKey[];
  readonly followed: readonly Followed[];
  readonly valid: ReadonlySet<string>;
}

async function setting(t: TestContext): Promise<Setting> {
  const { issue, follow } = await scene(t);
  const keys = (['ES256', 'EdDSA', 'RS256'] as const).flatMap((algorithm) =>
    Array.from({ length: 4 }, (_, number) =>
      issue({
        algorithm,
        customer: `cus-${number}`,
        scopes: ['orders:read'],
        claims: { plan: 'gold', seats: number },
      }),
    ),
  );
  const followed = [follow(), follow({ feedKey: 'feed-key' })];
  await Promise.all(followed.map(({ issuer }) => issuer.ready));
  return { keys, followed, valid: new Set(keys.map(({ token }) => token)) };
}

it(`none of ${MUTANTS} mutations of valid tokens is accepted (seed ${SEED})`, async (t) => {
  const { keys, followed, valid } = await setting(t);
  const random = randomOf(SEED);
  const below = (end: number): number => Math.floor(random() * end);
  const kinds = Object.entries(mutations);
  const made = new Map<string, number>();
  let mutants = 0;
  // Nothing shows the stack of a refusal, and building a million of them takes longer than everything else.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  t.after(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  while (mutants < MUTANTS) {
    for (let count = 0; count < SLICE; count++) {
      const [kind, mutate] = kinds[below(kinds.length)] as (typeof kinds)[number];
      const { token } = keys[below(keys.length)] as TestKey;
      const { token: other } = keys[below(keys.length)] as TestKey;
      const text = mutate({ token, other, below });
      // Alternates between the public and the full feed.
      const says = (followed[count % followed.length] as Followed).says(text);
      if (valid.has(text)) {
        assert.equal(says, 'accepted');
        continue;
      }
      if (says === 'accepted') assert.fail(`${kind}: ${text} is accepted beside ${token}`);
      mutants++;
      made.set(kind, (made.get(kind) ?? 0) + 1);
    }
    for (const { says } of followed) for (const token of valid) assert.equal(says(token), 'accepted');
    await setImmediate();
  }
  assert.ok(mutants > 1_000_000, `${mutants} mutants`);
  for (const [kind] of kinds) assert.ok((made.get(kind) ?? 0) > 5_000, `${made.get(kind)} of ${kind}`);
  const mirrored = mirroredTokens(keys);
  assert.equal(mirrored.length, 4);
  for (const { says } of followed) for (const text of mirrored) assert.equal(says(text), 'key_unknown');
});

it('property: of texts built from the pieces of a valid token, only the token is accepted', async (t) => {
  const { keys, followed, valid } = await setting(t);
  const token = fc.constantFrom(...keys.map((key) => key.token));
  const piece = fc
    .tuple(token, fc.nat(600), fc.nat(600))
    .map(([text, from, length]) => text.slice(from, from + length));
  const text = fc.oneof(
    token,
    fc.string({ unit: 'binary', maxLength: 500 }),
    fc
      .array(fc.oneof(piece, fc.constantFrom('.', '=', ' ', '\n'), fc.string({ maxLength: 3 })), {
        maxLength: 6,
      })
      .map((all) => all.join('')),
    fc
      .tuple(token, fc.nat(600), fc.string({ unit: 'binary', maxLength: 4 }))
      .map(([all, from, insert]) => all.slice(0, from) + insert + all.slice(from)),
  );
  fc.assert(
    fc.property(text, (sent) => {
      for (const { check } of followed) assert.equal(check(sent).accepted, valid.has(sent));
    }),
    { seed: SEED, numRuns: 20_000 },
  );
});
