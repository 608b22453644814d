import { type MintedKey, parseToken, pinOf, verifyToken } from '@lostwax/core';
import { badTokens } from './bad-tokens.ts';
import { encode, headerText, made, mistyped, parts, withHeader } from './made.ts';

/** spec/vectors/tokens.json. */
export function tokenVectors(): object {
  return {
    about:
      'Tokens (spec/token.md). good: read, verified and pinned as said. forged: read without error, but the signature or the pin is ' +
      'wrong. bad: refused with the code before anything is looked up.',
    good: goodTokens(),
    forged: forgedTokens(),
    bad: badTokens(),
  };
}

function goodTokens(): object[] {
  const plain = made('ES256', {}, []);
  const rich = made('ES256', {
    plan: 'gold',
    limits: { perMinute: 600, burst: [1, 2.5, -3e-7] },
    '7': null,
    é: '☂ 𝄞 \u0000 "\\',
  });
  const cases: Record<string, MintedKey> = {
    'ES256, no scope': plain,
    'ES256, own claims': rich,
    'ES256, constructor as a claim': made('ES256', { constructor: { prototype: { x: 1 } } }),
    RS256: made('RS256'),
    EdDSA: made('EdDSA'),
  };
  return Object.entries(cases).map(([name, { token, publicJwk, pin }]) => {
    const { keyId, algorithm, claims } = parseToken(token);
    return { name, token, keyId, algorithm, claims, publicJwk, pin: Buffer.from(pin).toString('hex') };
  });
}

/** Order of the P-256 group (FIPS 186-5): n - s is as valid as s, so ES256 alone accepts two encodings per signature. */
const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function forgedTokens(): object[] {
  const key = made('ES256');
  const other = made('ES256');
  const [header, payload, signature] = parts(key);
  const bytes = Buffer.from(signature, 'base64url');
  const r = bytes.subarray(0, 32);
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const signed = (...halves: readonly Uint8Array[]) =>
    `${header}.${payload}.${Buffer.concat(halves).toString('base64url')}`;
  const scope = encode(Buffer.from(payload, 'base64url').toString().replace('orders:read', 'orders:all_'));
  const cases: Record<string, { token: string; verifies: boolean }> = {
    'n - s instead of s: verifies, only the pin refuses it': {
      token: signed(r, number(n - s)),
      verifies: true,
    },
    'r and s zero (CVE-2022-21449)': { token: signed(Buffer.alloc(64)), verifies: false },
    'r = n, s = n': { token: signed(number(n), number(n)), verifies: false },
    'another scope': { token: `${header}.${scope}.${signature}`, verifies: false },
    "another key's signature": { token: `${header}.${payload}.${parts(other)[2]}`, verifies: false },
    'one bit of the signature': { token: mistyped(key.token, -20), verifies: false },
    'alg EdDSA in the header': {
      token: `${withHeader(key, ({ kid }) => headerText(kid, 'EdDSA'))}`,
      verifies: false,
    },
  };
  return Object.entries(cases).map(([name, { token, verifies }]) => {
    if (verifyToken(parseToken(token), key.publicJwk, 'ES256') !== verifies) throw new Error(name);
    const pin = Buffer.from(pinOf(key.token)).toString('hex');
    return { name, token, algorithm: 'ES256', publicJwk: key.publicJwk, verifies, pinOfTheKey: pin };
  });
}

function number(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}
