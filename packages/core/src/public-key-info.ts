/*
 * SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) of the keys that customers use. Runs in browsers too.
 */
import { hex } from './bytes-text.ts';
import { type DerValue, derValues, inside, tags } from './der.ts';
import { GivenError } from './given-error.ts';
import { damaged } from './pem.ts';

/** A public key. */
export type PublicKeyInfo =
  | { readonly type: 'P-256' | 'P-384' | 'Ed25519'; readonly point: Uint8Array<ArrayBuffer> }
  | {
      readonly type: 'RSA';
      readonly modulus: Uint8Array<ArrayBuffer>;
      readonly exponent: Uint8Array<ArrayBuffer>;
      readonly bits: number;
    };

const rsa = '2a864886f70d010101';
const ec = '2a8648ce3d0201';
const ed25519 = '2b6570';
const curves: Readonly<Record<string, 'P-256' | 'P-384'>> = {
  '2a8648ce3d030107': 'P-256',
  '2b81040022': 'P-384',
};
/** Bytes of a point: 04‖x‖y, or Ed25519's alone. */
const pointBytes = { 'P-256': 65, 'P-384': 97, Ed25519: 32 };
const RSA_BITS = { least: 2_048, most: 8_192 };

/**
 * @param value - SubjectPublicKeyInfo.
 * @throws {@link GivenError} `key_type`, `rsa_size` or `damaged`; RangeError for damaged DER.
 */
export function readPublicKeyInfo(value: DerValue | undefined): PublicKeyInfo {
  const [algorithm, bits] = inside(value);
  const [name, parameter] = inside(algorithm);
  // The first byte says how many bits of the last one are unused.
  if (name?.tag !== tags.oid || bits?.tag !== tags.bits || bits.content[0] !== 0) throw damaged();
  const content = bits.content.subarray(1);
  if (hex(name.content) === rsa) return readRsaKey(derValues(content)[0]);
  const type =
    hex(name.content) === ed25519
      ? 'Ed25519'
      : hex(name.content) === ec && parameter !== undefined
        ? curves[hex(parameter.content)]
        : undefined;
  if (type === undefined || content.length !== pointBytes[type]) throw keyType();
  return { type, point: content };
}

/**
 * @param value - RSAPublicKey (PKCS #1).
 * @throws {@link GivenError} `rsa_size` or `damaged`.
 */
export function readRsaKey(value: DerValue | undefined): PublicKeyInfo {
  const [modulus, exponent] = inside(value).map(({ tag, content }) =>
    tag === tags.integer ? unsigned(content) : undefined,
  );
  if (modulus === undefined || exponent === undefined) throw damaged();
  return { type: 'RSA', modulus, exponent, bits: rsaBits(modulus) };
}

/**
 * @param modulus - Without leading zeros.
 * @returns Its bits.
 * @throws {@link GivenError} `rsa_size`.
 */
export function rsaBits(modulus: Uint8Array): number {
  const bits = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
  if (bits >= RSA_BITS.least && bits <= RSA_BITS.most) return bits;
  throw new GivenError(
    'rsa_size',
    'The RSA key has too few or too many bits. Use 2,048 to 8,192 bits, or preferably P-256.',
  );
}

export function keyType(): GivenError {
  return new GivenError('key_type', 'Keys of this type or curve are not accepted.');
}

function unsigned(content: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const start = content.findIndex((byte) => byte !== 0);
  return content.subarray(Math.max(start, 0));
}
