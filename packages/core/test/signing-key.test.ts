import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type AlgorithmName,
  buildClaims,
  KeyError,
  makeKeyId,
  makeSigningPair,
  mintKey,
  parseAnyToken,
  parseToken,
  signShared,
  verifyToken,
} from '../src/index.ts';

const signer = makeKeyId('acme');

function claimsOf(keyId: string, claims = {}) {
  return buildClaims({
    ...{
      issuer: 'https://keys.example.com/acme',
      customer: 'c',
      audience: 'acme',
      keyId,
      issuedAtSeconds: 1e9,
    },
    ...{ scopes: [], claims },
  });
}

describe('tokens under a shared signing key', () => {
  for (const algorithm of ['ES256', 'RS256', 'EdDSA'] as const satisfies AlgorithmName[]) {
    it(`of ${algorithm} are read with the key's own ID and verified with the signing key's public half`, () => {
      const { publicJwk, privateHalf } = makeSigningPair(signer, algorithm);
      const kid = makeKeyId('acme');
      const [made] = signShared({ keyId: signer, algorithm, privateHalf }, [claimsOf(kid)]);
      assert.ok(made && !(made instanceof KeyError));
      const token = parseAnyToken(made.token);
      assert.deepEqual([token.keyId, token.signingKeyId], [kid, signer]);
      assert.ok(verifyToken({ ...token, keyId: signer }, publicJwk, algorithm));
      assert.equal(verifyToken(token, publicJwk, algorithm), false);
      assert.throws(() => parseToken(made.token), { code: 'token_malformed' });
    });
  }

  it('are refused one by one where they are too long or their ID is none', () => {
    const { privateHalf } = makeSigningPair(signer, 'EdDSA');
    const outcomes = signShared({ keyId: signer, algorithm: 'EdDSA', privateHalf }, [
      claimsOf(makeKeyId('acme'), { text: 'x'.repeat(4_000) }),
      claimsOf('no-key-id'),
      claimsOf(makeKeyId('acme')),
    ]);
    assert.deepEqual(
      outcomes.map((it) => (it instanceof KeyError ? it.code : 'made')),
      ['token_too_long', 'key_id_malformed', 'made'],
    );
    assert.throws(() => makeSigningPair('no-key-id', 'EdDSA'), { code: 'key_id_malformed' });
  });

  it('of another prefix, or with a jti that is no key ID, are malformed', () => {
    const { privateHalf } = makeSigningPair(signer, 'EdDSA');
    const [other] = signShared({ keyId: signer, algorithm: 'EdDSA', privateHalf }, [
      claimsOf(makeKeyId('other')),
    ]);
    assert.ok(other && !(other instanceof KeyError));
    assert.throws(() => parseAnyToken(other.token), { code: 'token_malformed' });
  });

  it('are told from keys with a pair of their own by the two IDs', () => {
    const keyId = makeKeyId('acme');
    const { token } = mintKey({ algorithm: 'EdDSA', keyId, claims: claimsOf(keyId) });
    const { keyId: id, signingKeyId } = parseAnyToken(token);
    assert.deepEqual([id, signingKeyId], [keyId, keyId]);
  });
});
