import type { IncomingMessage } from 'node:http';
import { AuthorityError } from '../errors.ts';
import { holdsToken } from './token-text.ts';

/** Where other programs look for keys, and people put them. */
const otherHeaders = [
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'proxy-authorization',
];
const otherParameters = /^(?:access_?token|api_?key|auth(?:orization)?|key|token)$/i;

/**
 * Returns the key of a request, from `Authorization: Bearer` only.
 *
 * @throws {@link AuthorityError} `unauthenticated` if there is none, naming the mistake if it is
 * recognized; `invalid_request` if there are two (RFC 6750 §2).
 */
export function bearerOf(request: IncomingMessage): string {
  // `headers.authorization` is the first of several; a proxy in front may have checked the last.
  const sent = request.headersDistinct['authorization'] ?? [];
  if (sent.length > 1) {
    throw new AuthorityError('invalid_request', 'The Authorization header appears twice. Send it once.');
  }
  const [value = ''] = sent;
  const [, token] = /^bearer +([^ \t]+) *$/i.exec(value) ?? [];
  const repeated = token !== undefined && /^bearer:?$/i.test(token);
  if (token !== undefined && !repeated) return token;
  const mistake = value.trim() === '' ? misplaced(request) : misspelt(value.trim());
  throw new AuthorityError('unauthenticated', `${mistake} Send the key as Authorization: Bearer <key>.`);
}

/**
 * Describes what is wrong with a nonempty Authorization header. Repeats nothing of the header but a
 * scheme.
 */
function misspelt(value: string): string {
  if (/^bearer:?$/i.test(value)) return 'The Authorization header has no key after Bearer.';
  if (/^bearer *:/i.test(value))
    return 'The Authorization header has a colon after Bearer instead of a space.';
  if (/^bearer +bearer\b/i.test(value)) return 'The Authorization header contains Bearer twice.';
  if (/^bearer *\t/i.test(value))
    return 'The Authorization header has a tab after Bearer instead of a space.';
  if (/^bearer /i.test(value)) return 'The key in the Authorization header contains a space or a tab.';
  if (holdsToken(value) && !/\s/.test(value))
    return 'The Authorization header is missing Bearer before the key.';
  const [, scheme] = /^([a-z][a-z0-9-]{0,15})(?:\s|$)/i.exec(value) ?? [];
  return scheme === undefined
    ? 'The Authorization header does not start with Bearer.'
    : `The Authorization header uses the scheme "${scheme}", but only Bearer is accepted.`;
}

/** Where a key may have been sent instead. */
function misplaced({ headers, url = '' }: IncomingMessage): string {
  const named = otherHeaders.find((name) => headers[name] !== undefined);
  const header =
    named ?? Object.keys(headers).find((name) => name !== 'cookie' && holdsToken(String(headers[name])));
  if (header !== undefined) return `The key was sent in the header ${header}, which is not read.`;
  if (holdsToken(headers.cookie ?? '')) return 'The key was sent in a cookie, which is not read.';
  const query = new URLSearchParams(url.split('?')[1] ?? '');
  const asked = [...query].some(([name, value]) => otherParameters.test(name) || holdsToken(value));
  if (asked)
    return 'The key was sent in the query, which is not read and often ends up in logs. If others can read those logs, revoke the key.';
  return 'This request needs a key.';
}
