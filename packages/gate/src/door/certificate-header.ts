import { pinOf } from '@lostwax/core';

/** Reads the SHA-256 of one certificate from a header's value. Undefined for anything else. */
export type CertificateFormat = (value: string) => Uint8Array | undefined;

/** Envoy's header, which has a format of its own. */
export const XFCC = 'x-forwarded-client-cert';

const hexPin = /^[0-9a-f]{64}$/i;
const block = /^\s*-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/;
/** `name=value`, where the value may be quoted and then contain the separators. */
const pair = /([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^",;]*)(;|$)/y;

/** How a header of this name holds a certificate. */
export function formatOf(name: string): CertificateFormat {
  return name === XFCC ? inXfcc : escapedPem;
}

/**
 * One element of Envoy's `x-forwarded-client-cert`, by its `Hash`. With several, proxies in front have added
 * theirs, or the client has.
 */
function inXfcc(value: string): Uint8Array | undefined {
  let hash: string | undefined;
  let end = 0;
  pair.lastIndex = 0;
  for (let found = pair.exec(value); found !== null && found[0] !== ''; found = pair.exec(value)) {
    end = pair.lastIndex;
    const [, name = '', text = ''] = found;
    if (name.toLowerCase() !== 'hash') continue;
    if (hash !== undefined) return undefined;
    hash = text;
  }
  // What was not read is another element, or no element at all.
  if (end !== value.length || hash === undefined || !hexPin.test(hash)) return undefined;
  return new Uint8Array(Buffer.from(hash, 'hex'));
}

/** A URL-escaped PEM, as in nginx's `$ssl_client_escaped_cert` and Envoy's `source.certificate`. */
export function escapedPem(value: string): Uint8Array | undefined {
  let pem: string;
  try {
    pem = decodeURIComponent(value);
  } catch {
    return undefined;
  }
  const text = block.exec(pem)?.[1];
  return text === undefined ? undefined : pinOf(Buffer.from(text, 'base64'));
}
