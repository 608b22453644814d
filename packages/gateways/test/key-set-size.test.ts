/** How many keys fit into what a gateway reads depends on their algorithm and their prefix. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AlgorithmName, keySetText, makeKeyId, mintSentinel, renderJwk } from '@lostwax/core';
import { type GivenOptions, gateways } from '../src/index.ts';
import { bytesOfKey, keySetBytes, mostKeysIn, readersThatRefuse } from '../src/key-set-size.ts';

const issuer = 'https://keys.example.com/acme';
const algorithms: readonly AlgorithmName[] = ['ES256', 'RS256', 'EdDSA'];
const prefixes = ['ab', 'abcdefgh_ijklmno'];

for (const algorithm of algorithms)
  for (const prefix of prefixes)
    it(`a key of ${algorithm} with the prefix ${prefix} has the size that limits are computed from`, () => {
      const publicHalf = mintSentinel(prefix, algorithm);
      const sentinel = renderJwk(publicHalf);
      const entry = sentinel.replace(publicHalf.kid, makeKeyId(prefix));
      assert.equal(`${entry},`.length, bytesOfKey({ prefix, algorithm }));
      for (const bytes of [16_384, 150_000]) {
        const most = mostKeysIn(bytes, { prefix, algorithm });
        const full = keySetText(Array.from({ length: most }, () => entry).join(','), sentinel);
        assert.ok(full.length <= bytes && full.length > bytes - 1_000, `${full.length} of ${bytes}`);
      }
    });

it('each reader of key sets refuses one beyond its limit, and none below', () => {
  const shape = { prefix: 'acme', algorithm: 'ES256' } as const;
  const refusing = (keys: number): number => readersThatRefuse(keys, shape).length;
  assert.deepEqual([9, 80, 260, 770, 990, 5_400, 174_000].map(refusing), [0, 1, 2, 3, 4, 5, 6]);
  assert.equal(refusing(175_000), 7);
  assert.match(readersThatRefuse(10, shape).join(), /Load Balancer/);
  assert.ok(keySetBytes(175_000, shape) > 32 * 1024 * 1024);
});

describe('a key set beyond the limit of a gateway is refused', () => {
  const cases: readonly (readonly [
    name: string,
    given: GivenOptions,
    fit: number,
    algorithm: AlgorithmName,
  ])[] = [
    ['espv2', { upstream: '127.0.0.1:8080', revocation: '60' }, 160_000, 'ES256'],
    ['espv2', { upstream: '127.0.0.1:8080', revocation: '60' }, 74_000, 'RS256'],
    ['espv2', { upstream: '127.0.0.1:8080', revocation: '60' }, 210_000, 'EdDSA'],
    ['envoy-gateway', { upstream: 'api:8080', mode: 'jwt', routes: '1', revocation: '60' }, 74_000, 'RS256'],
    ['envoy', { upstream: 'api:8080', shards: '1', revocation: '60' }, 1_150_000, 'RS256'],
    ['envoy', { upstream: 'api:8080', shards: '256', revocation: '3600' }, 19_000_000, 'RS256'],
    ['aws', { upstream: '10.0.0.5:8080' }, 330, 'RS256'],
  ];
  for (const [name, given, fit, algorithm] of cases)
    it(`${name} ${JSON.stringify(given)} with ${algorithm}`, () => {
      const gateway = gateways.find((it) => it.name === name);
      const workspace = { issuer, audience: 'acme', prefix: 'abcdefgh_ijklmno', algorithm };
      const render = (keys: number) => gateway?.render(workspace, { ...given, keys: String(keys) });
      assert.ok(render(fit));
      assert.throws(
        () => render(Math.ceil(fit * 1.1)),
        (error) => error instanceof RangeError && /MiB|150,000 bytes/.test(error.message),
      );
    });
});
