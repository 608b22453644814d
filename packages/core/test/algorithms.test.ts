import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { it } from 'node:test';
import { isAlgorithmName } from '../src/algorithms.ts';
import { parsePublicJwk } from '../src/jwk.ts';
import { mintKey } from '../src/mint.ts';
import { isSmallOrder } from '../src/small-order.ts';
import { parseToken, verifyToken } from '../src/token.ts';
import { algorithmNames, request, withCode } from './support/keys.ts';

it('only the names of the table are algorithms', () => {
  for (const name of ['ES256', 'RS256', 'EdDSA']) assert.ok(isAlgorithmName(name));
  for (const name of ['none', 'HS256', 'es256', 'Ed25519', '__proto__', 'constructor', '', null, ['ES256']]) {
    assert.ok(!isAlgorithmName(name));
  }
});

it('an HMAC keyed with the public half is no signature', () => {
  for (const algorithm of algorithmNames) {
    const { token, publicJwk } = mintKey(request(algorithm));
    const parsed = parseToken(token);
    const hmac = createHmac('sha256', JSON.stringify(publicJwk)).update(parsed.signingInput).digest();
    const signature = Buffer.concat([hmac, Buffer.alloc(parsed.signature.length - 32)]);
    assert.ok(!verifyToken({ ...parsed, signature }, publicJwk, algorithm));
  }
});

it('a public half is checked before it verifies anything', () => {
  const { token, publicJwk } = mintKey(request());
  assert.throws(
    () => verifyToken(parseToken(token), { ...publicJwk, d: 'AA' } as never, 'ES256'),
    withCode('public_half_invalid'),
  );
  assert.throws(() => parsePublicJwk({ ...publicJwk, alg: 'EdDSA' }), withCode('public_half_invalid'));
  assert.deepEqual(parsePublicJwk({ ...publicJwk, later: 1 }), publicJwk);
});

const p = 2n ** 255n - 19n;

/** Whether eight times the point of a y coordinate is the identity, by the curve's own arithmetic. */
function hasOrderOfAtMostEight(y: bigint): boolean {
  // On -x² + y² = 1 + d x² y², doubling needs x² alone: y(2P) = (y² + x²) / (2 - y² + x²).
  const d = mod(-121_665n * inverse(121_666n));
  let value = mod(y);
  for (let doubling = 0; doubling < 3; doubling += 1) {
    const yy = mod(value * value);
    const xx = mod((yy - 1n) * inverse(mod(d * yy + 1n)));
    value = mod((yy + xx) * inverse(mod(2n - yy + xx)));
  }
  return value === 1n;
}

function mod(value: bigint): bigint {
  return ((value % p) + p) % p;
}

function inverse(value: bigint): bigint {
  let result = 1n;
  let base = mod(value);
  for (let exponent = p - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = mod(result * base);
    base = mod(base * base);
  }
  return result;
}

it('the refused Ed25519 points are those of small order, in all 14 encodings', () => {
  const low = [0n, 1n, p - 1n, p, p + 1n];
  const eighth = '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05';
  const y8 = BigInt(`0x${Buffer.from(eighth, 'hex').reverse().toString('hex')}`);
  for (const y of [...low, y8, p - y8]) {
    assert.ok(hasOrderOfAtMostEight(y), y.toString(16));
    for (const sign of [0n, 1n << 255n]) {
      const encoded = Buffer.from((y | sign).toString(16).padStart(64, '0'), 'hex').reverse();
      assert.ok(isSmallOrder(encoded));
    }
  }
  assert.ok(!hasOrderOfAtMostEight(4n * inverse(5n)), 'the base point has a large order');
  assert.ok(!isSmallOrder(Buffer.alloc(32, 9)));
});
