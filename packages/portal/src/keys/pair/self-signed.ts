import { bits, type Der, der, integer, sequence, text, time } from './der.ts';

const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const;
/** ecdsa-with-SHA256 (RFC 5758 §3.2). */
const signedWith = sequence(der(0x06, Uint8Array.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)));
const commonName = der(0x06, Uint8Array.of(0x55, 0x04, 0x03));
const version3 = der(0xa0, integer(Uint8Array.of(2)));

/** RFC 5280 limits a common name to this many characters. */
const NAME_LENGTH = 64;

/**
 * A self-signed X.509 certificate without extensions, which is all that the authority needs (spec/certificate.md §1).
 *
 * @param pair - ECDSA on P-256.
 * @returns Its DER.
 */
export async function selfSigned(
  pair: CryptoKeyPair,
  name: string,
  notBefore: Date,
  notAfter: Date,
): Promise<Der> {
  const subject = sequence(
    der(0x31, sequence(commonName, text(0x0c, Array.from(name).slice(0, NAME_LENGTH).join('')))),
  );
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey));
  const serial = crypto.getRandomValues(new Uint8Array(16));
  const validity = sequence(time(notBefore), time(notAfter));
  const content = sequence(version3, integer(serial), signedWith, subject, validity, subject, publicKey);
  const signature = await signed(pair.privateKey, content);
  const half = signature.length / 2;
  const pairOf = sequence(integer(signature.slice(0, half)), integer(signature.slice(half)));
  return sequence(content, signedWith, bits(pairOf));
}

/** An ECDSA signature as r‖s. */
export async function signed(key: CryptoKey, content: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign(ECDSA, key, content));
}
