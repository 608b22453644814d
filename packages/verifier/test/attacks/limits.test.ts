/**
 * Rows 12, 18, 20 and 25 of the known attacks: oversized input, keys that were valid before, floods, and
 * values that are not strings.
 */
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { it, type TestContext } from 'node:test';
import { MAX_TOKEN_CHARACTERS, makeKeyId } from '@lostwax/core';
import { until } from '../../../../tools/testing/until.ts';
import type { Followed } from '../support/followed.ts';
import { partsOf, withHeader, withPayload } from '../support/hostile.ts';
import type { TestKey } from '../support/keys.ts';
import { outgoingDuring } from '../support/outgoing.ts';
import { LIMIT_MS, type Scene, scene } from '../support/scene.ts';

const feeds = [undefined, 'feed-key'] as const;

/** A verifier for each feed, with open streams. */
async function bothFeeds({ server, follow }: Scene): Promise<Followed[]> {
  const followed = feeds.map((feedKey) => follow(feedKey === undefined ? {} : { feedKey }));
  await Promise.all(followed.map(({ issuer }) => issuer.ready));
  await until('the streams are open', LIMIT_MS, () => server.streams === followed.length);
  return followed;
}

/** Lengths of all texts hashed from now on; none that is too long may be among them. */
function hashedLengths(t: TestContext): number[] {
  const lengths: number[] = [];
  const { hash } = crypto;
  t.mock.method(crypto, 'hash', (algorithm: string, data: string, encoding: 'binary') => {
    lengths.push(data.length);
    return hash(algorithm, data, encoding);
  });
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
  return lengths;
}

it('row 12: a million dots, five megabytes and one character too many are refused without being read', async (t) => {
  const all = await scene(t);
  const key = all.issue();
  const followed = await bothFeeds(all);
  const lengths = hashedLengths(t);
  const long = [
    '.'.repeat(1_000_000),
    'A'.repeat(5_000_000),
    `${key.token}.${'A'.repeat(5_000_000)}`,
    `${'eyJraWQiOi'.repeat(500_000)}.a.b`,
    key.token.padEnd(MAX_TOKEN_CHARACTERS + 1, 'A'),
    '\u{1F511}'.repeat(1_000_000),
  ];
  for (const { says } of followed) {
    for (const text of long) assert.equal(says(text), 'token_malformed');
    assert.deepEqual(lengths, []);
    assert.equal(says('.'.repeat(MAX_TOKEN_CHARACTERS)), 'token_malformed');
    assert.equal(says(key.token), 'accepted');
    assert.deepEqual(lengths.splice(0), [MAX_TOKEN_CHARACTERS, key.token.length]);
  }
});

it('row 18: a revoked key is refused however often it was accepted before', async (t) => {
  const all = await scene(t);
  const { server, model, issue, untilSays } = all;
  const key = issue();
  const other = issue();
  for (const followed of await bothFeeds(all)) {
    for (let count = 0; count < 1_000; count++) assert.equal(followed.says(key.token), 'accepted');
    model.remove(key);
    server.flush();
    await untilSays(followed, key, 'key_unknown');
    for (let count = 0; count < 1_000; count++) assert.equal(followed.says(key.token), 'key_unknown');
    assert.equal(followed.says(other.token), 'accepted');
    model.add(key);
    server.flush();
    await untilSays(followed, key, 'accepted');
  }
});

it('row 18: keys that share a cache slot are told apart', async (t) => {
  const all = await scene(t);
  // The cache has 64 slots, so nearly all of 300 keys share one.
  const keys = Array.from({ length: 300 }, (_, number) => all.issue({ customer: `cus-${number}` }));
  for (const { check } of await bothFeeds(all)) {
    for (let round = 0; round < 3; round++) {
      for (const { token, keyId, wishes } of keys) {
        const result = check(token);
        assert.ok(result.accepted);
        assert.deepEqual([result.key.keyId, result.key.subject], [keyId, wishes.customer]);
      }
    }
  }
});

it('row 18: a key that comes back with another record is parsed again', async (t) => {
  const { server, model, issue, follow, untilSays } = await scene(t);
  const key = issue();
  const followed = follow({ feedKey: 'feed-key' });
  await untilSays(followed, key, 'accepted');
  await until('the stream is open', LIMIT_MS, () => server.streams === 1);
  model.remove(key);
  model.add({ ...key, wishes: { ...key.wishes, expiresAtSeconds: 1_000 } });
  server.flush();
  await untilSays(followed, key, 'key_expired');
});

/** A token in the right form for a key that does not exist: only the set tells it from a valid one. */
function unknownKey({ token }: TestKey, number: number): string {
  const keyId = makeKeyId('acme');
  const [header] = partsOf(withHeader(token, (text) => text.replace(/"kid":"[^"]*"/, `"kid":"${keyId}"`)));
  const [, payload, signature] = partsOf(
    withPayload(token, (text) =>
      text.replace(/"jti":"[^"]*"/, `"jti":"${keyId}"`).replace('cus-1', `cus-${number}`),
    ),
  );
  return [header, payload, signature].join('.');
}

it('row 20: a flood of unknown keys causes no requests, and valid keys are accepted meanwhile', async (t) => {
  const all = await scene(t);
  const { server, issue } = all;
  const key = issue();
  const followed = await bothFeeds(all);
  const before = server.asked.snapshot;
  const outgoing = await outgoingDuring(() => {
    for (let number = 0; number < 20_000; number++) {
      const text = unknownKey(key, number);
      for (const { says } of followed) {
        assert.equal(says(text), 'key_unknown');
        if (number % 100 === 0) assert.equal(says(key.token), 'accepted');
      }
    }
  });
  assert.deepEqual(outgoing, []);
  assert.equal(server.asked.snapshot, before);
});

it('row 25: a value that is not a string is never a key', async (t) => {
  const all = await scene(t);
  const { token } = all.issue();
  const poisoned: unknown[] = [
    ...[
      { toString: () => token },
      { length: 10, toString: () => token },
      { [Symbol.toPrimitive]: () => token },
    ],
    ...[
      new String(token),
      [token],
      Buffer.from(token),
      new Set([token]),
      new Proxy({}, { get: () => token }),
    ],
    ...[1, 0, true, false, null, Number.NaN, 10n, Symbol('key'), () => token],
  ];
  for (const { check, says } of await bothFeeds(all)) {
    for (const value of poisoned) {
      const result = check(value as string);
      assert.equal(result.accepted, false);
    }
    for (const text of ['__proto__', 'constructor', 'toString', '\0', '\ud800', `${token}\ud800`]) {
      assert.equal(says(text), 'token_malformed');
    }
    assert.equal(says(token), 'accepted');
  }
});
