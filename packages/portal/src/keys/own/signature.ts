import { bytesOfBase64, derValues, type GivenCertificate, inside } from '@lostwax/core/given';

const algorithms = {
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256', bytes: 32 },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384', bytes: 48 },
  Ed25519: { name: 'Ed25519' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const;

/** The bytes of Base64 or Base64url with any white space; undefined for anything else. */
export function signatureBytes(text: string): Uint8Array<ArrayBuffer> | undefined {
  const compact = text.replace(/\s+/g, '');
  return /^[\w+/-]+={0,2}$/.test(compact) ? bytesOfBase64(compact) : undefined;
}

/** Whether the certificate's private key signed the text; true too if this browser doesn't know the algorithm: the authority checks again. */
export async function isSignedBy(
  { publicKey, spki }: GivenCertificate,
  text: string,
  signature: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const algorithm = algorithms[publicKey.type];
  let key: Awaited<ReturnType<typeof crypto.subtle.importKey>>;
  try {
    key = await crypto.subtle.importKey('spki', spki, algorithm, false, ['verify']);
  } catch {
    return true;
  }
  const raw = 'bytes' in algorithm ? rawOf(signature, algorithm.bytes) : signature;
  return crypto.subtle.verify(algorithm, key, raw, new TextEncoder().encode(text));
}

/** An ECDSA signature as r‖s, which it may already be. OpenSSL writes DER. */
function rawOf(signature: Uint8Array<ArrayBuffer>, bytes: number): Uint8Array<ArrayBuffer> {
  if (signature.length === 2 * bytes) return signature;
  const raw = new Uint8Array(2 * bytes);
  try {
    for (const [at, { content }] of inside(derValues(signature)[0]).entries()) {
      const number = content.subarray(Math.max(content.length - bytes, 0));
      raw.set(number, (at + 1) * bytes - number.length);
    }
    return raw;
  } catch {
    return signature;
  }
}
