import { hash } from 'node:crypto';

/**
 * The pin of a credential: SHA-256 of the whole of it as sent.
 *
 * @param credential - Text (hashed as UTF-8), or bytes such as the DER of a certificate.
 * @returns 32 bytes with a buffer of their own.
 */
export function pinOf(credential: string | Uint8Array): Uint8Array {
  // A view of Node's buffer pool would carry 8 KiB of strangers' bytes to another thread.
  return new Uint8Array(hash('sha256', credential, 'buffer'));
}
