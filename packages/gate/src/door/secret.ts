import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Whether a request has the secret, as `Authorization: Bearer` or as the password of `Basic`.
 *
 * @param secretHash - Its SHA-256, in base64url.
 */
export function sendsSecret({ rawHeaders, headers }: IncomingMessage, secretHash: string): boolean {
  const sent = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'authorization');
  if (sent.length !== 1) return false;
  const [, scheme = '', value = ''] = /^(Bearer|Basic) +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  const secret = scheme.toLowerCase() === 'basic' ? passwordIn(value) : value;
  const hash = createHash('sha256').update(secret).digest();
  const expected = Buffer.from(secretHash, 'base64url');
  return hash.length === expected.length && timingSafeEqual(hash, expected);
}

function passwordIn(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}
