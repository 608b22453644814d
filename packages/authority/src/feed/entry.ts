import {
  entryText,
  eventText,
  type FeedKind,
  HALF_PIN_BYTES,
  LimitError,
  PIN_BYTES,
  type Position,
  pinText,
  removedEntryText,
} from '@lostwax/contract';
import { jsonObjectOf, jsonTextsOf } from '../domain/stored-json.ts';
import type { FeedKeyRow } from '../store/queries/changes.ts';

/** An entry of the full feed (spec/feed.md §5), JSON in one line; undefined for a damaged record. */
export function fullEntry(row: FeedKeyRow): string | undefined {
  const { pin, method, kid, customer_subject: customer, jwk, audience, slug } = row;
  const [scopes, claims] = [jsonTextsOf(row.scopes), jsonObjectOf(row.claims)];
  if (scopes === undefined || claims === undefined || customer === null || !isPin(pin)) return undefined;
  const end = latestEnd(row);
  const exp = end === null ? {} : { exp: Math.ceil(end / 1000) };
  // A signed key says it itself.
  const aud = jwk !== null || audience === slug ? {} : { aud: audience };
  return withinLimit(() => entryText({ pin, method, kid, customer, scopes, claims, ...aud, ...exp }));
}

/** Undefined for what is too long for a reader: no key is, so its record is damaged. */
function withinLimit(write: () => string): string | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof LimitError) return undefined;
    throw error;
  }
}

/**
 * The end that no later change can put off. That of an overlap is none: a rotation that is undone gives the key its time back without a
 * change of its pin, so a reader that believed it would refuse a good key.
 */
function latestEnd({ expires_at, former_expires_at }: FeedKeyRow): number | null {
  const latest = former_expires_at ?? expires_at;
  return latest === null || latest < 0 ? null : latest;
}

/** The event of a change of one key (spec/feed.md §4). */
export function changeText(kind: FeedKind, position: Position, published: boolean, row: FeedKeyRow): string {
  // A reader may still go through the past of an erased customer's key: it never comes back, and its record is empty.
  const adds = published && row.customer_subject !== null;
  const data = dataOf(kind, adds, row);
  // The number counts, whatever a damaged record says.
  if (data === undefined) return otherText(kind, position);
  return eventText(kind, { position, change: adds ? 'add' : 'remove', data });
}

/** The event of a change that this feed has the number of and nothing else. */
export function otherText(kind: FeedKind, position: Position): string {
  return eventText(kind, { position, change: 'other', data: '' });
}

function dataOf(kind: FeedKind, adds: boolean, row: FeedKeyRow): string | undefined {
  if (!isPin(row.pin)) return undefined;
  // The public feed has the keys of the key set; of others it has the number alone.
  if (kind === 'public' && row.jwk === null) return undefined;
  if (kind === 'public') return pinText(row.pin.subarray(0, HALF_PIN_BYTES));
  return adds ? fullEntry(row) : withinLimit(() => removedEntryText(row));
}

function isPin(pin: Uint8Array): boolean {
  return pin.length === PIN_BYTES;
}
