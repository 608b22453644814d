import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keySetUrl } from '../src/key-set.ts';

it('a key set has one address for the whole set and one for each shard', () => {
  const issuer = 'https://keys.example.com/acme';
  assert.equal(keySetUrl(issuer), `${issuer}/.well-known/jwks.json`);
  assert.equal(keySetUrl(issuer, 'fe'), `${issuer}/.well-known/jwks/fe.json`);
});
