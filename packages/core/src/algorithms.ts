import {
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { decodeBase64url } from './encoding.ts';
import { isSmallOrder } from './small-order.ts';

/**
 * Names of JWA (RFC 7518 §3.1, RFC 8037 §3.1). `EdDSA` and not `Ed25519`: Envoy skips a JWK with
 * the newer name.
 */
export type AlgorithmName = 'ES256' | 'RS256' | 'EdDSA';

/** The members of a JWK that contain the public half, in the order in which they are written. */
export type KeyMembers =
  | { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  | { readonly kty: 'RSA'; readonly n: string; readonly e: 'AQAB' }
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };

/** Both halves of a key pair. Only `mint.ts` and `signing-key.ts` may hold one. */
export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** Everything that differs between algorithms. */
export interface Algorithm {
  readonly name: AlgorithmName;
  /** Exact length of every signature, in bytes. */
  readonly signatureBytes: number;
  /** Whether generating a pair takes 10 to 500 ms instead of about 25 us. */
  readonly slowPair: boolean;
  readonly makePair: () => KeyPair;
  readonly sign: (data: Uint8Array, privateKey: KeyObject) => Buffer;
  readonly verify: (data: Uint8Array, signature: Uint8Array, publicKey: KeyObject) => boolean;
  /** Exports the public half. */
  readonly membersOf: (publicKey: KeyObject) => KeyMembers;
  /**
   * Returns the validated members of a JWK; undefined if one doesn't meet the algorithm's
   * requirements.
   */
  readonly readMembers: (jwk: Readonly<Record<string, unknown>>) => KeyMembers | undefined;
}

const ieeeP1363 = 'ieee-p1363';

const es256: Algorithm = {
  name: 'ES256',
  signatureBytes: 64,
  slowPair: false,
  makePair: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  sign: (data, key) => sign('sha256', data, { key, dsaEncoding: ieeeP1363 }),
  verify: (data, signature, key) => verify('sha256', data, { key, dsaEncoding: ieeeP1363 }, signature),
  membersOf: (key) => {
    const { x, y } = exported(key);
    return { kty: 'EC', crv: 'P-256', x: x as string, y: y as string };
  },
  readMembers: ({ kty, crv, x, y }) =>
    kty === 'EC' && crv === 'P-256' && isBytes(x, 32) && isBytes(y, 32) ? { kty, crv, x, y } : undefined,
};

const rs256: Algorithm = {
  name: 'RS256',
  signatureBytes: 256,
  slowPair: true,
  makePair: () => generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent: 65_537 }),
  sign: (data, key) => sign('sha256', data, key),
  verify: (data, signature, key) => verify('sha256', data, key, signature),
  membersOf: (key) => ({ kty: 'RSA', n: exported(key).n as string, e: 'AQAB' }),
  // An e near n makes each verification forty times as expensive (CVE-2023-6237), so only 65537 is
  // accepted.
  readMembers: ({ kty, n, e }) => (kty === 'RSA' && isModulus(n) && e === 'AQAB' ? { kty, n, e } : undefined),
};

const eddsa: Algorithm = {
  name: 'EdDSA',
  signatureBytes: 64,
  slowPair: false,
  makePair: () => generateKeyPairSync('ed25519'),
  sign: (data, key) => sign(null, data, key),
  verify: (data, signature, key) => verify(null, data, key, signature),
  membersOf: (key) => ({ kty: 'OKP', crv: 'Ed25519', x: exported(key).x as string }),
  readMembers: ({ kty, crv, x }) =>
    kty === 'OKP' && crv === 'Ed25519' && isBytes(x, 32) && !isSmallOrder(Buffer.from(x, 'base64url'))
      ? { kty, crv, x }
      : undefined,
};

/** One entry per algorithm. Look it up once and pass the entry down. */
export const algorithms: Readonly<Record<AlgorithmName, Algorithm>> = {
  ES256: es256,
  RS256: rs256,
  EdDSA: eddsa,
};

/** Reports whether a string names an algorithm of the table, in exactly this spelling. */
export function isAlgorithmName(text: unknown): text is AlgorithmName {
  return typeof text === 'string' && Object.hasOwn(algorithms, text);
}

/**
 * Imports validated members. Throws the errors of node:crypto if they aren't a point on the curve.
 */
export function importMembers(members: KeyMembers): KeyObject {
  return createPublicKey({ key: { ...members }, format: 'jwk' });
}

function exported(publicKey: KeyObject): JsonWebKey {
  return publicKey.export({ format: 'jwk' });
}

function isBytes(text: unknown, length: number): text is string {
  return typeof text === 'string' && decodeBase64url(text)?.length === length;
}

/** 2,048 bits in the fewest bytes (RFC 7518 §6.3.1.1), and odd: an even one has 2 as a factor. */
function isModulus(text: unknown): text is string {
  if (!isBytes(text, 256)) return false;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.readUInt8(0) >= 0x80 && bytes.readUInt8(255) % 2 === 1;
}
