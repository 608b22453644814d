import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AlgorithmName } from '../src/algorithms.ts';
import { checkOf } from '../src/base62.ts';
import type { Claims } from '../src/claims.ts';
import type { KeyErrorCode } from '../src/errors.ts';
import { type PublicJwk, renderJwk } from '../src/jwk.ts';
import { parseKeyId } from '../src/key-id.ts';
import { keySetText, parseKeySet } from '../src/key-set.ts';
import { isKeyIdPrefix } from '../src/names.ts';
import { pinOf } from '../src/pin.ts';
import { parseToken, verifyToken } from '../src/token.ts';
import { vectors, withCode } from './support/keys.ts';

type Named<T> = readonly ({ name: string } & T)[];
type Bad<T> = Named<T & { code: KeyErrorCode }>;

interface TokenVectors {
  good: Named<{
    token: string;
    keyId: string;
    algorithm: AlgorithmName;
    claims: Claims;
    publicJwk: PublicJwk;
    pin: string;
  }>;
  forged: Named<{
    token: string;
    algorithm: AlgorithmName;
    publicJwk: PublicJwk;
    verifies: boolean;
    pinOfTheKey: string;
  }>;
  bad: Bad<{ token: string }>;
}

it('spec/vectors/tokens.json', () => {
  const { good, forged, bad } = vectors<TokenVectors>('tokens');
  for (const { name, token, publicJwk, pin, ...expected } of good) {
    const { keyId, algorithm, claims } = parseToken(token);
    assert.deepEqual({ keyId, algorithm, claims }, expected, name);
    assert.ok(verifyToken(parseToken(token), publicJwk, algorithm), name);
    assert.equal(Buffer.from(pinOf(token)).toString('hex'), pin, name);
  }
  for (const { name, token, publicJwk, algorithm, verifies, pinOfTheKey } of forged) {
    assert.equal(verifyToken(parseToken(token), publicJwk, algorithm), verifies, name);
    assert.notEqual(Buffer.from(pinOf(token)).toString('hex'), pinOfTheKey, name);
  }
  for (const { name, token, code } of bad) assert.throws(() => parseToken(token), withCode(code), name);
});

interface KeyIdVectors {
  good: Named<{ keyId: string; prefix: string; shard: string; random: string; check: string }>;
  checks: readonly { body: string; check: string }[];
  bad: Bad<{ keyId: string }>;
  prefixes: { good: readonly string[]; bad: readonly string[] };
}

it('spec/vectors/key-ids.json', () => {
  const { good, checks, bad, prefixes } = vectors<KeyIdVectors>('key-ids');
  for (const { name, keyId, ...parts } of good) assert.deepEqual(parseKeyId(keyId), parts, name);
  for (const { body, check } of checks) assert.equal(checkOf(body), check, body);
  for (const { name, keyId, code } of bad) assert.throws(() => parseKeyId(keyId), withCode(code), name);
  for (const prefix of prefixes.good) assert.ok(isKeyIdPrefix(prefix), prefix);
  for (const prefix of prefixes.bad) assert.ok(!isKeyIdPrefix(prefix), prefix);
});

interface KeySetVectors {
  good: Named<{ document: string; kids: readonly string[]; sentinel: string; rewritten?: false }>;
  bad: Bad<{ document: string }>;
}

it('spec/vectors/key-sets.json', () => {
  const { good, bad } = vectors<KeySetVectors>('key-sets');
  for (const { name, document, kids, sentinel, rewritten } of good) {
    const set = parseKeySet(document);
    assert.deepEqual(
      set.keys.map(({ kid }) => kid),
      kids,
      name,
    );
    assert.equal(set.sentinel.kid, sentinel, name);
    const written = keySetText(set.keys.map(renderJwk).join(','), renderJwk(set.sentinel));
    assert.equal(written === document, rewritten ?? true, name);
  }
  for (const { name, document, code } of bad)
    assert.throws(() => parseKeySet(document), withCode(code), name);
});
