import {
  type AlgorithmName,
  buildClaims,
  type JsonObject,
  KeyError,
  type MintedKey,
  makeKeyId,
  mintKey,
} from '@lostwax/core';

/** A key of the workspace that all vectors use. */
export function made(algorithm: AlgorithmName, claims: JsonObject = {}, scopes = ['orders:read']): MintedKey {
  const keyId = makeKeyId('acme_live');
  const issuer = 'https://keys.acme.example/acme';
  return mintKey({
    algorithm,
    keyId,
    claims: buildClaims({
      issuer,
      customer: 'cust-42',
      audience: 'acme',
      keyId,
      issuedAtSeconds: 1_785_542_430,
      scopes,
      claims,
    }),
  });
}

/** Encodes text as base64url, as in the parts of a token. */
export function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** A string with one character replaced by another of the alphabet. */
export function mistyped(text: string, position: number): string {
  const at = position < 0 ? text.length + position : position;
  return text.slice(0, at) + (text.charAt(at) === 'A' ? 'B' : 'A') + text.slice(at + 1);
}

/** Aborts if a vector doesn't do what it claims to: a wrong vector is worse than none. */
export function refuses(read: (text: string) => unknown, text: string, code: string): void {
  try {
    read(text);
  } catch (error) {
    if (error instanceof KeyError && error.code === code) return;
    throw error;
  }
  throw new Error(`A bad vector is accepted that should be ${code}.`);
}

/** A header in the one accepted serialization, with any values. */
export function headerText(kid: string, alg: string): string {
  return `{"kid":"${kid}","alg":"${alg}","typ":"JWT"}`;
}

/** The token of a key with a different header; its signature is no longer valid. */
export function withHeader(key: MintedKey, header: (jwk: { kid: string }) => string): string {
  const [, payload, signature] = parts(key);
  return `${encode(header(key.publicJwk))}.${payload}.${signature}`;
}

/** The three parts of a key's token. */
export function parts(key: MintedKey): [header: string, payload: string, signature: string] {
  const [header = '', payload = '', signature = ''] = key.token.split('.');
  return [header, payload, signature];
}
