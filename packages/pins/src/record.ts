import type { PinEntry } from './target.ts';

/** No entry may be longer: HAProxy's buffer of 16 KB would overflow. */
const MOST_LINE_BYTES = 12_000;

/** What a gateway's record of an entry has after the expiration. */
export type RecordFields = (entry: PinEntry) => readonly string[];

/**
 * One line of a table: the pin, a space, the expiration and the gateway's fields, separated by tabs. An expiration of 0 means
 * none.
 *
 * @returns Undefined for an entry that cannot be a line. Tabs and line breaks are what the format depends on,
 *   so nothing is ever escaped or cut: such a key is refused.
 */
export function recordLine(entry: PinEntry, fields: RecordFields): string | undefined {
  const { pin, keyId, customer } = entry;
  const values = fields(entry);
  if (!isWord(keyId) || !isWord(customer) || !values.every(isVisible)) return undefined;
  const line = `${pin} ${[expirationOf(entry) ?? 0, ...values].join('\t')}`;
  return line.length <= MOST_LINE_BYTES ? line : undefined;
}

function isWord(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

function isVisible(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** 0 would mean none. */
function expirationOf({ expiresAtSeconds }: PinEntry): number | undefined {
  return expiresAtSeconds === undefined ? undefined : Math.max(1, expiresAtSeconds);
}

/** Key ID, customer, scopes, and the producer's own claims as JSON members with a comma in front of each. */
export const nginxFields: RecordFields = (entry) => [
  entry.keyId,
  entry.customer,
  entry.scopes.join(' '),
  ownMembers(entry),
];

/**
 * Customer, scopes, and the claims from the value of `jti` on as JSON: the configuration has what comes before it, up to its
 * quote, and takes the key ID from it.
 */
export const haproxyFields: RecordFields = (entry) => [
  entry.customer,
  entry.scopes.join(' '),
  claimsEnd(entry),
];

function claimsEnd(entry: PinEntry): string {
  const { keyId, customer, scopes } = entry;
  const expiration = expirationOf(entry);
  const exp = expiration === undefined ? '' : `,"exp":${expiration}`;
  const scope = scopes.length === 0 ? '' : `,"scope":"${scopes.join(' ')}"`;
  // Most are a JSON string as they are, and a set may have millions.
  const sub = /["\\]/.test(customer) ? JSON.stringify(customer) : `"${customer}"`;
  return `${keyId}"${exp}${scope},"sub":${sub}${ownMembers(entry)}}`;
}

/** JSON has an escape for every character that is not visible ASCII. */
function ownMembers({ claims }: PinEntry): string {
  const json = JSON.stringify(claims);
  if (json === '{}') return '';
  return `,${json.slice(1, -1)}`.replace(
    /[^\x20-\x7e]/g,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
