import { hash } from 'node:crypto';
import { MAX_TOKEN_CHARACTERS } from '@lostwax/core';
import { parseAccessToken } from './parse.ts';

/**
 * Whether a text says that it is an access token bound to a client certificate (RFC 8705). Nothing is verified: this only
 * decides which requests may carry both a key as text and a certificate.
 */
export function isCertificateBound(text: string): boolean {
  return text.length <= MAX_TOKEN_CHARACTERS && parseAccessToken(text)?.token.certificateHash !== undefined;
}

/** The part of a `TLSSocket` that is used here. */
interface TlsSocketLike {
  getPeerX509Certificate(): { readonly raw: Uint8Array } | undefined;
}

/**
 * Returns the SHA-256 of the certificate of the client at the other end of a connection.
 *
 * @param socket - Of `node:tls`; anything else has no certificate.
 */
export function fingerprintOfSocket(socket: unknown): Uint8Array | undefined {
  const { getPeerX509Certificate } = (socket ?? {}) as Partial<TlsSocketLike>;
  if (typeof getPeerX509Certificate !== 'function') return undefined;
  const der = getPeerX509Certificate.call(socket)?.raw;
  return der && hash('sha256', der, 'buffer');
}
