import assert from 'node:assert/strict';
import { it } from 'node:test';
import { registeredClaimNames } from '../src/claims.ts';
import type { JsonObject } from '../src/json.ts';
import { isCustomer, isScope } from '../src/names.ts';
import { request, withCode } from './support/keys.ts';

it('claims come in the order of spec/token.md §4, own ones last, and iat lies 30 s back', () => {
  const { claims, keyId } = request('ES256', { expiresAtSeconds: 1_800_000_000, claims: { plan: 'gold' } });
  assert.equal(
    JSON.stringify(claims),
    `{"iss":"https://keys.acme.example/acme","sub":"cust-42","aud":"acme","iat":1785542400,"jti":"${keyId}",` +
      '"exp":1800000000,"scope":"orders:read","plan":"gold"}',
  );
});

it('no scopes and no expiry leave no member', () => {
  const { claims } = request('ES256', { scopes: [], expiresAtSeconds: undefined });
  assert.deepEqual(Object.keys(claims), ['iss', 'sub', 'aud', 'iat', 'jti']);
});

it('an own claim with a registered name is refused', () => {
  for (const name of registeredClaimNames) {
    assert.throws(() => request('ES256', { claims: { [name]: 'x' } }), withCode('claim_registered'));
  }
});

it('claims that no token may hold are refused', () => {
  const deep = (levels: number): JsonObject => JSON.parse(`{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`);
  request('ES256', { claims: deep(15) });
  const unsafe: Record<string, JsonObject> = {
    prototype: JSON.parse('{"__proto__":{"admin":true}}'),
    'prototype within': JSON.parse('{"a":[{"__proto__":1}]}'),
    'lone surrogate': { plan: '\ud834' },
    'lone surrogate in a name': { '\udd1e': 1 },
    infinite: { plan: Number.POSITIVE_INFINITY },
    'not a number': { plan: Number.NaN },
    undefined: { plan: undefined } as unknown as JsonObject,
    function: { plan: () => 1 } as unknown as JsonObject,
    bigint: { plan: 1n } as unknown as JsonObject,
    'too deep': deep(16),
  };
  for (const [name, claims] of Object.entries(unsafe)) {
    assert.throws(() => request('ES256', { claims }), withCode('claims_invalid'), name);
  }
});

it('customers, scopes and times beyond what headers and gateways take are refused', () => {
  const bad = [
    { customer: '' },
    { customer: 'cust 42' },
    { customer: 'é' },
    { customer: 'c'.repeat(256) },
    { scopes: ['a b'] },
    { scopes: [''] },
    { scopes: ['a"b'] },
    { issuedAtSeconds: 1.5 },
    { issuedAtSeconds: 0 },
    { expiresAtSeconds: Number.NaN },
    { expiresAtSeconds: 2 ** 53 },
    { issuer: '' },
    { audience: '' },
  ];
  for (const changes of bad) assert.throws(() => request('ES256', changes), withCode('claims_invalid'));
  assert.ok(isCustomer('c'.repeat(255)) && isCustomer('~!') && !isCustomer(1));
  assert.ok(isScope('orders:read') && !isScope('a\\b') && !isScope('a\n'));
});
