/**
 * Bits that flip on the way from the authority: a minute later every key is treated as the authority says.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';
import { startFront, type Trouble } from '../support/front.ts';
import { makeHouse, type TestKey } from '../support/house.ts';

const FLIPS = 48;
const KEYS = 120;
const MINUTE_MS = 60_000;

/** Flips a bit in each of the next chunks of a stream of changes. */
function flipping(): { readonly trouble: Trouble; left(): number } {
  let left = FLIPS;
  const trouble: Trouble = (name, response, pass) => {
    if (name === 'feed' || name === 'full') {
      const write = response.write.bind(response);
      response.write = ((chunk: Buffer, ...rest: []) => {
        // A heartbeat is a comment, so a flipped bit would have no effect.
        if (left === 0 || chunk.length < 20) return write(chunk, ...rest);
        left -= 1;
        const spoilt = Buffer.from(chunk);
        const at = randomInt(spoilt.length);
        spoilt[at] = (spoilt[at] as number) ^ (1 << randomInt(8));
        return write(spoilt, ...rest);
      }) as typeof response.write;
    }
    pass();
  };
  return { trouble, left: () => left };
}

describe(`${FLIPS} flipped bits in the stream of changes`, { timeout: 4 * MINUTE_MS }, () => {
  for (const feed of ['public', 'full'] as const) {
    it(`of the ${feed} feed leave every key as the authority says`, async (t) => {
      const house = await makeHouse();
      t.after(() => house.end());
      const front = await startFront(() => house.authority.url);
      t.after(() => front.stop());
      const flags = ['--issuer', house.issuer, '--feed', front.url];
      if (feed === 'full') {
        const file = join(house.folder, 'feed.key');
        const body = { customer: 'gate', scopes: ['feed:read@acme'] };
        const made = await house.authority.call<{ token: string }>(
          'POST',
          '/v1/workspaces/lostwax/keys',
          body,
        );
        writeFileSync(file, made.token);
        flags.push('--feed-key-file', file);
      }
      const gate = await startGate(flags);
      t.after(() => gate.stop());
      await gateReady(gate);

      const { trouble, left } = flipping();
      front.trouble = trouble;
      // Open streams are not affected by the trouble, so they are reconnected.
      front.cut();
      const keys: TestKey[] = [];
      const revoked = new Set<TestKey>();
      while (keys.length < KEYS || left() > 0) {
        keys.push(await house.issue({ scopes: [`orders:${keys.length}`] }));
        const ended = keys[randomInt(keys.length)] as TestKey;
        if (keys.length % 3 === 0 && !revoked.has(ended)) {
          await house.revoke(ended);
          revoked.add(ended);
        }
        assert.ok(keys.length < 3_000, 'the bits have flipped');
      }
      let wrong: string[] = [];
      await until('every key is treated as the authority says', MINUTE_MS, async () => {
        wrong = await judgedOtherwise(gate, keys, revoked);
        return wrong.length === 0;
      }).catch(() => assert.deepEqual(wrong, []));
    });
  }
});

/** A valid key is accepted with its own scope; a damaged record would have another. */
async function judgedOtherwise(
  gate: RunningGate,
  keys: readonly TestKey[],
  revoked: ReadonlySet<TestKey>,
): Promise<string[]> {
  const found: string[] = [];
  for (const [number, key] of keys.entries()) {
    const status = await gate.verify(key.token, `/verify?scope=orders:${number}`);
    if (status !== (revoked.has(key) ? 401 : 200)) found.push(`${key.id}: ${status}`);
  }
  return found;
}
