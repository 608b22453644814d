import { type KeyObject, verify } from 'node:crypto';
import { PROOF_SKEW_SECONDS, type Proven, proofText } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';

/**
 * Checks the signature that shows possession of a certificate's private key.
 *
 * @param key - Ed25519, P-256, P-384 or RSA.
 * @param signature - Base64url; of an EC key as r‖s or, as OpenSSL writes it, in DER.
 * @throws {@link AuthorityError} `proof_invalid`.
 */
export function assertProven(key: KeyObject, proven: Proven, signature: string, nowSeconds: number): void {
  const off = Math.abs(proven.at - nowSeconds);
  if (off > PROOF_SKEW_SECONDS) {
    throw new AuthorityError(
      'proof_invalid',
      `The proof's time is ${off} seconds off the authority's clock, and ${PROOF_SKEW_SECONDS} are allowed. Sign again with the current time; if that fails too, check your clock.`,
      { pointer: '/proof/at' },
    );
  }
  if (isSignedBy(key, Buffer.from(proofText(proven)), Buffer.from(signature, 'base64url'))) return;
  throw new AuthorityError(
    'proof_invalid',
    `The proof is not a signature by this certificate's private key of the five lines "lostwax-proof-v1", "${proven.issuer}", "${proven.customer}", "${proven.fingerprint}" and "${proven.at}", joined by line feeds without one at the end. Sign exactly that with the key that belongs to the certificate.`,
    { pointer: '/proof/signature' },
  );
}

function isSignedBy(key: KeyObject, text: Buffer, signature: Buffer): boolean {
  const { asymmetricKeyType: type, asymmetricKeyDetails: { namedCurve } = {} } = key;
  try {
    if (type === 'ed25519') return verify(null, text, key, signature);
    if (type === 'rsa') return verify('sha256', text, key, signature);
    const [digest, rawBytes] = namedCurve === 'secp384r1' ? ['sha384', 96] : ['sha256', 64];
    const dsaEncoding = signature.length === rawBytes ? 'ieee-p1363' : 'der';
    return verify(digest as string, text, { key, dsaEncoding }, signature);
  } catch {
    return false;
  }
}
