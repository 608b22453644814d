import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { checkOf } from '../src/base62.ts';
import { isSentinelKeyId, makeKeyId, parseKeyId, sentinelKeyId, shardIn } from '../src/key-id.ts';
import { isKeyIdPrefix } from '../src/names.ts';
import { withCode } from './support/keys.ts';

const prefixes = fc.stringMatching(/^[a-z][a-z0-9_]{1,15}$/).filter(isKeyIdPrefix);

it('a key id that is made reads back, whatever the prefix', () => {
  fc.assert(
    fc.property(prefixes, (prefix) => {
      const text = makeKeyId(prefix);
      const { shard, random, check, ...rest } = parseKeyId(text);
      assert.deepEqual(rest, { prefix });
      assert.equal(`${prefix}_${shard}_${random}${check}`, text);
    }),
  );
});

it('a key id can be made for a shard', () => {
  for (let shard = 0; shard < 256; shard += 1) {
    const text = makeKeyId('acme', shard);
    assert.equal(Number.parseInt(parseKeyId(text).shard, 16), shard);
    assert.equal(shardIn(text), shard);
  }
});

it('one character changed, left out or added is refused', () => {
  const characters = fc.constantFrom(...'0123456789ABCXYZabcxyz_-. \n');
  fc.assert(
    fc.property(
      prefixes,
      fc.nat(),
      characters,
      fc.constantFrom(0, 1),
      fc.boolean(),
      (prefix, n, c, cut, add) => {
        const text = makeKeyId(prefix);
        const at = n % text.length;
        const other = text.slice(0, at) + (add ? c : '') + text.slice(at + cut);
        if (other !== text) assert.throws(() => parseKeyId(other), withCode('key_id_malformed'));
      },
    ),
    { numRuns: 2000 },
  );
});

it('the check is CRC-32 as in zlib', () => {
  // The check value of CRC-32/ISO-HDLC, cbf43926 for "123456789", in base 62.
  assert.equal(checkOf('123456789'), '3jZRME');
  assert.equal(checkOf(''), '000000');
});

it('every character and every shard comes about equally often', () => {
  const counts = new Map<string, number>();
  const shards = new Set<string>();
  const made = 10_000;
  for (let n = 0; n < made; n += 1) {
    const { random, shard } = parseKeyId(makeKeyId('ab'));
    shards.add(shard);
    for (const character of random) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  assert.equal(shards.size, 256);
  assert.equal(counts.size, 62);
  const expected = (made * 16) / 62;
  const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 61 degrees of freedom: more than 150 comes once in 10^8 runs. Bytes modulo 62 would give some 4,000.
  assert.ok(chiSquared < 150, `chi squared is ${chiSquared}`);
});

it('two workspaces never share a beginning that routes', () => {
  fc.assert(
    fc.property(prefixes, prefixes, fc.nat(255), (one, other, shard) => {
      fc.pre(one !== other);
      const route = `${one}_${shard.toString(16).padStart(2, '0')}_`;
      assert.ok(!makeKeyId(other).startsWith(route));
    }),
  );
  for (const prefix of ['acme_fe', 'acme_fe_x']) assert.ok(!isKeyIdPrefix(prefix));
});

it('a sentinel has a key id that no key can have', () => {
  assert.equal(sentinelKeyId('acme_live'), 'acme_live_sentinel');
  assert.ok(isSentinelKeyId('acme_live_sentinel'));
  for (const text of ['sentinel', '_sentinel', 'acme_fe_sentinel', 'acme_live_sentinel ']) {
    assert.ok(!isSentinelKeyId(text));
  }
  assert.throws(() => parseKeyId('acme_live_sentinel'), withCode('key_id_malformed'));
  assert.throws(() => sentinelKeyId('Acme'), withCode('prefix_invalid'));
  assert.throws(() => makeKeyId('acme_fe'), withCode('prefix_invalid'));
});
