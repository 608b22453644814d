import type { PinEntry } from './target.ts';

/** No entry may be longer: HAProxy's buffer of 16 KB would overflow. */
const MOST_LINE_BYTES = 12_000;

/** How a gateway gets the claims of an entry: visible ASCII and spaces. */
export type ClaimsText = (entry: PinEntry) => string;

/**
 * One line of a table: the pin, then expiration, key ID, customer, scopes and claims, separated by tabs. 0 stands for
 * no expiration.
 *
 * @returns Undefined for an entry that cannot be a line. Tabs and line breaks are what the format depends on,
 *   so nothing is ever escaped or cut: such a key is refused.
 */
export function recordLine(entry: PinEntry, claims: ClaimsText): string | undefined {
  const { pin, keyId, customer, scopes } = entry;
  const line = `${pin} ${expirationOf(entry) ?? 0}\t${keyId}\t${customer}\t${scopes.join(' ')}\t${claims(entry)}`;
  return line.length <= MOST_LINE_BYTES && lineForm.test(line) ? line : undefined;
}

const lineForm = /^[A-Za-z0-9_-]{43} \d+\t[\x21-\x7e]+\t[\x21-\x7e]+\t[\x20-\x7e]*\t[\x20-\x7e]*$/;

/** 0 would mean none. */
function expirationOf({ expiresAtSeconds }: PinEntry): number | undefined {
  return expiresAtSeconds === undefined ? undefined : Math.max(1, expiresAtSeconds);
}

/**
 * The producer's own claims alone, as JSON members with a comma in front of each. ASCII alone: JSON has an escape for
 * all other characters.
 */
export function ownClaims({ claims }: PinEntry): string {
  return ownMembers(claims).replace(
    /[^\x20-\x7e]/g,
    (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The claims from the value of `jti` on, in base64url. The configuration has what comes before it, up to its quote. */
export function claimsEnd(entry: PinEntry): string {
  const { keyId, customer, scopes, claims } = entry;
  const expiration = expirationOf(entry);
  const exp = expiration === undefined ? '' : `,"exp":${expiration}`;
  const scope = scopes.length === 0 ? '' : `,"scope":"${scopes.join(' ')}"`;
  const json = `${keyId}"${exp}${scope},"sub":${JSON.stringify(customer)}${ownMembers(claims)}}`;
  return Buffer.from(json).toString('base64url');
}

function ownMembers(claims: PinEntry['claims']): string {
  const json = JSON.stringify(claims);
  return json === '{}' ? '' : `,${json.slice(1, -1)}`;
}
