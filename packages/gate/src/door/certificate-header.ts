import { certificateIn, memberOfXfcc, XFCC } from '@lostwax/contract';
import { pinOf } from '@lostwax/core';

/** Reads the SHA-256 of one certificate from a header's value. Undefined for anything else. */
export type CertificateFormat = (value: string) => Uint8Array | undefined;

const hexPin = /^[0-9a-f]{64}$/i;

/** How a header of this name holds a certificate. */
export function formatOf(name: string): CertificateFormat {
  return name === XFCC ? inXfcc : pinIn;
}

/** Envoy always sends the hash, and the certificate only if it is configured to. */
function inXfcc(value: string): Uint8Array | undefined {
  const hash = memberOfXfcc(value, 'hash');
  return hash !== undefined && hexPin.test(hash) ? new Uint8Array(Buffer.from(hash, 'hex')) : undefined;
}

/** A URL-escaped PEM, or a byte sequence of RFC 9440. */
export function pinIn(value: string): Uint8Array | undefined {
  const der = certificateIn(value);
  return der && pinOf(der);
}
