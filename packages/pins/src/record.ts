import type { PinEntry } from './target.ts';

/** No entry may be longer: HAProxy's buffer of 16 KB would overflow. */
const MOST_LINE_BYTES = 12_000;

/** What a gateway's record of an entry has after the expiration. */
export interface RecordFormat {
  /** Separated by tabs. */
  readonly fields: (entry: PinEntry) => string;
  /**
   * What the whole line must match. Tabs and line breaks are what the format depends on, so nothing is ever escaped or cut: a
   * key whose text contains one is refused.
   */
  readonly line: RegExp;
}

/**
 * One line of a table: the pin, a space, the expiration and the gateway's fields, separated by tabs. An expiration of 0 means
 * none.
 *
 * @returns Undefined for an entry that cannot be a line.
 */
export function recordLine(entry: PinEntry, { fields, line }: RecordFormat): string | undefined {
  const text = `${entry.pin} ${expirationOf(entry) ?? 0}\t${fields(entry)}`;
  return text.length <= MOST_LINE_BYTES && line.test(text) ? text : undefined;
}

/** 0 would mean none. */
function expirationOf({ expiresAtSeconds }: PinEntry): number | undefined {
  return expiresAtSeconds === undefined ? undefined : Math.max(1, expiresAtSeconds);
}

/**
 * The claims from the value of `jti` on as JSON: the configuration has what comes before it, up to its quote, and takes
 * the key ID, the scopes and the customer from it; and the customer itself, if it has an escape there.
 */
export const nginxFormat: RecordFormat = {
  fields: (entry) => {
    const claims = claimsEnd(entry);
    // A multiple of three bytes has no "=" in base64, and JSON allows spaces before a brace.
    const padded = `${claims.slice(0, -1)}${' '.repeat((3 - (claims.length % 3)) % 3)}}`;
    return needsEscape(entry.customer) ? `${padded}\t${entry.customer}` : padded;
  },
  line: /^[\w-]+ \d+\t[!#-~]+"(?:,"exp":\d+)?(?:,"scope":"[ !#-[\]-~]*")?,"sub":"(?:[!#-[\]-~]|\\["\\])+"[ -~]*\}(?:\t[!-~]+)?$/,
};

/**
 * Customer, scopes, and the claims from the value of `jti` on as JSON: the configuration has what comes before it, up to its
 * quote, and takes the key ID from it.
 */
export const haproxyFormat: RecordFormat = {
  fields: (entry) => `${entry.customer}\t${entry.scopes.join(' ')}\t${claimsEnd(entry)}`,
  line: /^[\w-]+ \d+\t[!-~]+\t[ -~]*\t[!#-~]+"[ -~]*$/,
};

function claimsEnd(entry: PinEntry): string {
  const { keyId, customer, scopes } = entry;
  const expiration = expirationOf(entry);
  const exp = expiration === undefined ? '' : `,"exp":${expiration}`;
  const scope = scopes.length === 0 ? '' : `,"scope":"${scopes.join(' ')}"`;
  // Most are a JSON string as they are, and a set may have millions.
  const sub = needsEscape(customer) ? JSON.stringify(customer) : `"${customer}"`;
  return `${keyId}"${exp}${scope},"sub":${sub}${ownMembers(entry)}}`;
}

function needsEscape(text: string): boolean {
  return /["\\]/.test(text);
}

/** JSON has an escape for every character that is not visible ASCII. */
function ownMembers({ claims }: PinEntry): string {
  if (Object.keys(claims).length === 0) return '';
  const json = JSON.stringify(claims);
  return `,${json.slice(1, -1)}`.replace(
    /[^\x20-\x7e]/g,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
