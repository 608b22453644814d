import { createPublicKey } from 'node:crypto';
import { type JsonObject, KeyError, parsePublicJwk } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { NewKey, Rotation } from '../keys/types.ts';
import { jsonObjectOf } from '../stored-json.ts';
import { RSA_BITS } from './rsa-bits.ts';

/** The public key of an OAuth client that authenticates with `private_key_jwt`. */
export interface ClientKey extends JsonObject {
  readonly kty: string;
  readonly alg: string;
}

const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * Reads a public JWK: P-256 for ES256, Ed25519 for EdDSA, or RSA of 2,048 to 8,192 bits for RS256.
 *
 * @param keyId - The client ID.
 * @returns The JWK with its required members and `alg` only.
 * @throws {@link AuthorityError} `invalid_request` with a pointer.
 */
export function readClientKey(jwk: JsonObject, keyId: string): ClientKey {
  if (privateMembers.some((name) => Object.hasOwn(jwk, name))) {
    throw refused(
      'You sent a private key. Nothing was stored, but it has left your machine: make a new pair, and send only the public key.',
    );
  }
  const { kty, alg = algorithmFor(jwk) } = jwk;
  if (kty === 'RSA') return rsaKey(jwk, alg);
  try {
    const { kid: _kid, use: _use, ...members } = parsePublicJwk({ ...jwk, alg, kid: keyId, use: 'sig' });
    return members;
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw refused(
      'The public key must be a JWK: P-256 (ES256), Ed25519 (EdDSA), or RSA with 2,048 to 8,192 bits (RS256).',
    );
  }
}

function algorithmFor({ kty }: JsonObject): string | undefined {
  return kty === 'EC' ? 'ES256' : kty === 'OKP' ? 'EdDSA' : kty === 'RSA' ? 'RS256' : undefined;
}

function rsaKey({ n, e }: JsonObject, alg: unknown): ClientKey {
  if (alg !== 'RS256' || typeof n !== 'string' || e !== 'AQAB') throw weak();
  try {
    const key = createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' });
    const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {};
    if (modulusLength < RSA_BITS.least || modulusLength > RSA_BITS.most) throw weak();
  } catch (error) {
    if (error instanceof AuthorityError) throw error;
    throw weak();
  }
  return { kty: 'RSA', n, e, alg };
}

function weak(): AuthorityError {
  return refused('An RSA key must have 2,048 to 8,192 bits, the exponent 65537, and the algorithm RS256.');
}

/**
 * Checks that a rotation brings what the new client needs. A client never falls back to a secret.
 *
 * @param credential - The old key's, as stored.
 * @throws {@link AuthorityError} `invalid_request` if the old client has a key pair or a certificate and the rotation
 * has neither a new public key nor a new certificate.
 */
export function assertSuccessorProves(
  credential: string | null,
  { clientKey, certificate }: Pick<Rotation, 'clientKey' | 'certificate'>,
): void {
  if (clientKey !== undefined || certificate !== undefined) return;
  const { publicKey, certificateHash } = jsonObjectOf(credential ?? '') ?? {};
  if (publicKey !== undefined)
    throw refused(
      'This OAuth client authenticates with a key pair. Send the public key of a new pair as "clientKey".',
    );
  if (certificateHash !== undefined)
    throw refused(
      'This OAuth client authenticates with a certificate. Send a new one as "certificate", with "proof".',
      '/certificate',
    );
}

/**
 * @throws {@link AuthorityError} `invalid_request` if a key of another method has a client key, or a client has both
 * a client key and a certificate.
 */
export function checkClientKey({ method, clientKey, certificate }: NewKey): void {
  if (clientKey === undefined) return;
  if (method !== 'oauth-client')
    throw refused(
      `A key of the method "${method ?? 'signed'}" has no client key. Omit "clientKey", or set "method" to "oauth-client".`,
    );
  if (certificate !== undefined)
    throw refused(
      'An OAuth client authenticates in one way. Send either "clientKey" or "certificate" and "proof".',
    );
}

function refused(message: string, pointer = '/clientKey'): AuthorityError {
  return new AuthorityError('invalid_request', message, { pointer });
}
