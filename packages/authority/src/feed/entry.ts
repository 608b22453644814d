import { checksumOf, type FeedKind, HALF_PIN_BYTES } from '@lostwax/contract';
import { jsonObjectOf, jsonTextsOf } from '../domain/stored-json.ts';
import type { KeyRow } from '../store/rows.ts';

const PIN_BYTES = 32;

/** What the full feed tells of a key. */
export type EntryRow = Pick<
  KeyRow,
  'pin' | 'method' | 'kid' | 'scopes' | 'claims' | 'expires_at' | 'former_expires_at'
> & {
  /** Null once the customer has been erased: then the key has ended for ever. */
  readonly customer_subject: string | null;
};

/** The columns of an {@link EntryRow}, of `keys` joined with `customers`. */
export const entryColumns = [
  'keys.pin',
  'keys.method',
  'keys.kid',
  'keys.scopes',
  'keys.claims',
  'keys.expires_at',
  'keys.former_expires_at',
  'customers.subject as customer_subject',
] as const;

/** An entry of the full feed (spec/feed.md §5), JSON in one line; undefined for a damaged record. */
export function fullEntry(row: EntryRow): string | undefined {
  const [scopes, claims] = [jsonTextsOf(row.scopes), jsonObjectOf(row.claims)];
  if (scopes === undefined || claims === undefined || !isPin(row.pin)) return undefined;
  const end = latestEnd(row);
  return JSON.stringify({
    pin: base64url(row.pin),
    method: row.method,
    kid: row.kid,
    customer: row.customer_subject,
    scopes,
    claims,
    ...(end === null ? {} : { exp: Math.ceil(end / 1000) }),
  });
}

/**
 * The end that no later change can put off. That of an overlap is none: a rotation that is undone gives the key its time back without a
 * change of its pin, so a reader that believed it would refuse a good key.
 */
function latestEnd({ expires_at, former_expires_at }: EntryRow): number | null {
  const latest = former_expires_at ?? expires_at;
  return latest === null || latest < 0 ? null : latest;
}

/** The text of one event (spec/feed.md §4). */
export function eventText(kind: FeedKind, position: string, published: boolean, row: EntryRow): string {
  // Whoever reads the past of an erased customer's key: it never comes back, and its record says nothing any more.
  const adds = published && row.customer_subject !== null;
  const data = dataOf(kind, adds, row);
  // The number counts, whatever a damaged record says.
  if (data === undefined) return `id: ${position}\nevent: other\ndata: \n\n`;
  // The position tells of a damaged pin, but not of a damaged record.
  const check = kind === 'full' ? `check: ${checksumOf(data)}\n` : '';
  return `id: ${position}\nevent: ${adds ? 'add' : 'remove'}\ndata: ${data}\n${check}\n`;
}

function dataOf(kind: FeedKind, adds: boolean, row: EntryRow): string | undefined {
  if (!isPin(row.pin)) return undefined;
  if (kind === 'public') return base64url(row.pin.subarray(0, HALF_PIN_BYTES));
  if (adds) return fullEntry(row);
  return JSON.stringify({ pin: base64url(row.pin), kid: row.kid, method: row.method });
}

function isPin(pin: Uint8Array): boolean {
  return pin.length === PIN_BYTES;
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}
