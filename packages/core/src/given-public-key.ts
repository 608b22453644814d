/*
 * Public keys that OAuth clients bring, read before they are sent. Runs in browsers too (`@lostwax/core/given`).
 */
import { base64url, bytesOfBase64 } from './bytes-text.ts';
import { derValues } from './der.ts';
import { GivenError } from './given-error.ts';
import { damaged, holdsPrivateKey, readPem } from './pem.ts';
import { keyType, type PublicKeyInfo, readPublicKeyInfo, readRsaKey, rsaBits } from './public-key-info.ts';

/** A public JWK (RFC 7517) that the authority accepts as `clientKey`. */
export type GivenPublicKey =
  | {
      readonly kty: 'EC';
      readonly crv: 'P-256';
      readonly x: string;
      readonly y: string;
      readonly alg: 'ES256';
    }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string; readonly alg: 'EdDSA' }
  | { readonly kty: 'RSA'; readonly n: string; readonly e: string; readonly alg: 'RS256' };

/**
 * Reads one public key as PEM or JWK: P-256, Ed25519, or RSA with 2,048 to 8,192 bits and the exponent 65537.
 *
 * @throws {@link GivenError}.
 */
export function readGivenPublicKey(text: string): GivenPublicKey {
  if (/^\s*[{[]/.test(text)) return fromJwk(text);
  const pem = readPem(text);
  const { label = 'PUBLIC KEY', der } = pem ?? {};
  if (label === 'CERTIFICATE')
    throw new GivenError(
      'is_a_certificate',
      'This is a certificate. Pass its public key: openssl x509 -in client.pem -noout -pubkey',
    );
  if (der === undefined || (label !== 'PUBLIC KEY' && label !== 'RSA PUBLIC KEY')) throw notOne();
  try {
    const [value] = derValues(der);
    return toJwk(label === 'PUBLIC KEY' ? readPublicKeyInfo(value) : readRsaKey(value));
  } catch (error) {
    throw error instanceof RangeError ? damaged() : error;
  }
}

function toJwk(key: PublicKeyInfo): GivenPublicKey {
  if (key.type === 'RSA') return rsaJwk(base64url(key.modulus), base64url(key.exponent));
  const { type, point } = key;
  if (type === 'Ed25519') return { kty: 'OKP', crv: type, x: base64url(point), alg: 'EdDSA' };
  if (type !== 'P-256' || point[0] !== 4) throw keyType();
  const [x, y] = [base64url(point.subarray(1, 33)), base64url(point.subarray(33))];
  return { kty: 'EC', crv: type, x, y, alg: 'ES256' };
}

function fromJwk(text: string): GivenPublicKey {
  // Even if the rest of the text is damaged.
  if (holdsPrivateKey(text)) readPem(text);
  const { kty, crv, x, y, n, e, alg } = parsed(text);
  const key =
    kty === 'EC' && crv === 'P-256' && isCoordinate(x) && isCoordinate(y)
      ? ({ kty, crv, x, y, alg: 'ES256' } as const)
      : kty === 'OKP' && crv === 'Ed25519' && isCoordinate(x)
        ? ({ kty, crv, x, alg: 'EdDSA' } as const)
        : kty === 'RSA' && typeof n === 'string' && typeof e === 'string'
          ? rsaJwk(n, e)
          : undefined;
  if (key === undefined) throw typeof kty === 'string' ? keyType() : notOne();
  if (alg !== undefined && alg !== key.alg)
    throw new GivenError('algorithm', `The key's "alg" must be ${key.alg}, or left out.`);
  return key;
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged();
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'keys' in value) throw notOne();
  return value as Readonly<Record<string, unknown>>;
}

function rsaJwk(n: string, e: string): GivenPublicKey {
  const modulus = /^[\w-]+$/.test(n) ? bytesOfBase64(n) : undefined;
  if (modulus === undefined) throw damaged();
  rsaBits(modulus);
  if (e !== 'AQAB') throw new GivenError('rsa_exponent', 'The RSA key must have the exponent 65537.');
  return { kty: 'RSA', n, e, alg: 'RS256' };
}

/** 32 bytes in base64url. */
const isCoordinate = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{43}$/.test(value);

function notOne(): GivenError {
  return new GivenError(
    'not_a_public_key',
    'This is not one public key in PEM (BEGIN PUBLIC KEY) or as a JWK.',
  );
}
