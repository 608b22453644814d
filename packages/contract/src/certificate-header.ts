/** Headers in which a proxy that terminates TLS sends the certificate of its client. */

/** Envoy's header, which has a format of its own. */
export const XFCC = 'x-forwarded-client-cert';

const headerName = /^[a-z0-9-]{1,63}$/;
/** Headers that clients set for another purpose. */
const reserved = new Set(['authorization', 'cookie', 'host', 'connection', 'content-length', 'x-api-key']);
const pem = /^\s*-----BEGIN CERTIFICATE-----\s([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/;
const byteSequence = /^\s*:([A-Za-z0-9+/]+={0,2}):\s*$/;
/** `name=value`, where the value may be quoted and then contain the separators. */
const pair = /([A-Za-z]+)=("(?:[^"\\]|\\.)*"|[^",;]*)(;|$)/y;

/**
 * Reads the name of the header as configured. `xfcc` is Envoy's.
 *
 * @returns The name in lower case; undefined if it can't be a header that only a proxy sets.
 */
export function certificateHeaderName(given: string): string | undefined {
  const name = given.toLowerCase() === 'xfcc' ? XFCC : given.toLowerCase();
  return headerName.test(name) && !reserved.has(name) ? name : undefined;
}

/**
 * Returns the value of a header that must occur once.
 *
 * @param lines - Names and values in turn, as in `IncomingMessage.rawHeaders`.
 * @param name - In lower case.
 * @returns Undefined if it occurs several times too: it is unclear which one the proxy has set.
 */
export function onlyHeader(lines: readonly string[], name: string): string | undefined {
  let value: string | undefined;
  for (let at = 0; at < lines.length; at += 2) {
    if ((lines[at] as string).toLowerCase() !== name) continue;
    if (value !== undefined) return undefined;
    value = lines[at + 1];
  }
  return value;
}

/**
 * Reads one certificate: a URL-escaped PEM, as in nginx's `$ssl_client_escaped_cert` and Envoy's `source.certificate`,
 * or base64 of the DER between colons, as in `Client-Cert` (RFC 9440).
 *
 * @returns The DER, unchecked; undefined for anything else.
 */
export function certificateIn(value: string): Buffer | undefined {
  const base64 = byteSequence.exec(value)?.[1] ?? pem.exec(unescaped(value))?.[1];
  return base64 === undefined ? undefined : Buffer.from(base64, 'base64');
}

/**
 * Returns a member of the only element of Envoy's `x-forwarded-client-cert`. With several elements, proxies in front
 * have added theirs, or the client has.
 *
 * @param name - In lower case: `hash` or `cert`.
 * @returns As written, with any quotes around it; undefined also if the member occurs twice.
 */
export function memberOfXfcc(value: string, name: 'hash' | 'cert'): string | undefined {
  let member: string | undefined;
  let end = 0;
  pair.lastIndex = 0;
  for (let found = pair.exec(value); found !== null && found[0] !== ''; found = pair.exec(value)) {
    end = pair.lastIndex;
    if (found[1]?.toLowerCase() !== name) continue;
    if (member !== undefined) return undefined;
    member = found[2];
  }
  // What was not read is another element, or no element at all.
  return end === value.length ? member : undefined;
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
