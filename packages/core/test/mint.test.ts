import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import { Worker } from 'node:worker_threads';
import { KeyError } from '../src/errors.ts';
import { renderJwk } from '../src/jwk.ts';
import { mintKey, mintKeys, mintSentinel, tokenLength } from '../src/mint.ts';
import { MAX_TOKEN_CHARACTERS, parseToken, verifyToken } from '../src/token.ts';
import { algorithmNames, request, shortestMs, withCode } from './support/keys.ts';

for (const algorithm of algorithmNames) {
  it(`${algorithm}: what is minted is one key in all its parts`, () => {
    const minting = request(algorithm);
    const key = mintKey(minting);
    assert.deepEqual(parseToken(key.token).claims, minting.claims);
    assert.deepEqual(Buffer.from(key.pin), createHash('sha256').update(key.token).digest());
    assert.equal(key.pin.buffer.byteLength, 32);
    assert.equal(key.ending, key.token.slice(-6));
    assert.equal(key.token.length, tokenLength(minting));
    assert.equal(key.publicJwk.kid, minting.keyId);
    assert.equal(key.publicJwk.alg, algorithm);
  });

  it(`${algorithm}: the sentinel is a public half that no token names`, () => {
    const jwk = mintSentinel('acme_live', algorithm);
    assert.match(renderJwk(jwk), /"kid":"acme_live_sentinel","alg":"\w+","use":"sig"}$/);
  });
}

it('a token that would be too long is refused before a pair is made', () => {
  const claims = { own: 'x'.repeat(MAX_TOKEN_CHARACTERS) };
  const tookMs = shortestMs(() => {
    assert.throws(() => mintKey(request('RS256', { claims })), withCode('token_too_long'));
  });
  // A pair of RS256 takes 15 ms at the very least.
  assert.ok(tookMs < 5, `${tookMs} ms`);
});

it('claims of another key are refused', () => {
  const minting = request();
  assert.throws(() => mintKey({ ...minting, keyId: request().keyId }), withCode('claims_invalid'));
  assert.throws(() => mintKey({ ...minting, keyId: 'acme' }), withCode('key_id_malformed'));
});

it('a bad request among many hinders no other', () => {
  const requests = [request(), request('EdDSA', { claims: { own: 'x'.repeat(5000) } }), request('EdDSA')];
  const [first, second, third] = mintKeys(requests);
  assert.ok(first && third && !(first instanceof KeyError) && !(third instanceof KeyError));
  assert.ok(second instanceof KeyError && second.code === 'token_too_long');
  assert.ok(verifyToken(parseToken(third.token), third.publicJwk, 'EdDSA'));
});

it('keys are minted in worker threads too', async () => {
  const worker = new Worker(new URL('./support/mint-worker.ts', import.meta.url));
  const key = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  await worker.terminate();
  const { token, publicJwk } = key as ReturnType<typeof mintKey>;
  assert.ok(verifyToken(parseToken(token), publicJwk, 'ES256'));
});
