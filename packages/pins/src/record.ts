import type { PinEntry } from './target.ts';

/** No entry may be longer: HAProxy's buffer of 16 KB would overflow. */
const MOST_LINE_BYTES = 12_000;

/**
 * One line of a table: the pin, then expiration, key ID, customer, scopes and the producer's own claims,
 * separated by tabs. The claims are JSON members with a comma in front of each, so that the configuration can
 * put them behind those that it writes itself. 0 stands for no expiration.
 *
 * @returns Undefined for an entry that cannot be a line. Tabs and line breaks are what the format depends on,
 *   so nothing is ever escaped or cut: such a key is refused.
 */
export function recordLine({
  pin,
  keyId,
  customer,
  scopes,
  claims,
  expiresAtSeconds,
}: PinEntry): string | undefined {
  const expiration = expiresAtSeconds === undefined ? 0 : Math.max(1, expiresAtSeconds);
  const line = `${pin} ${expiration}\t${keyId}\t${customer}\t${scopes.join(' ')}\t${claimsText(claims)}`;
  return line.length <= MOST_LINE_BYTES && lineForm.test(line) ? line : undefined;
}

const lineForm = /^[A-Za-z0-9_-]{43} \d+\t[\x21-\x7e]+\t[\x21-\x7e]+\t[\x20-\x7e]*\t(?:,[\x20-\x7e]*)?$/;

/** ASCII alone: JSON has an escape for all other characters. */
function claimsText(claims: PinEntry['claims']): string {
  const json = JSON.stringify(claims);
  if (json === '{}') return '';
  const ascii = json
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (it) => `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `,${ascii}`;
}
