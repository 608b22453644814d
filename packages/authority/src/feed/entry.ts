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

/**
 * Returns an entry of the full feed (spec/feed.md §5), JSON in one line; undefined for a damaged
 * record.
 */
export function fullEntry(row: FeedKeyRow): string | undefined {
  const { pin, method, kid, customer_subject: customer, jwk, audience, slug } = row;
  const [scopes, claims] = [jsonTextsOf(row.scopes), jsonObjectOf(row.claims)];
  if (scopes === undefined || claims === undefined || customer === null || !isPin(pin)) return undefined;
  const end = latestEnd(row);
  const exp = end === null ? {} : { exp: Math.ceil(end / 1000) };
  // A signed key contains it.
  const aud = jwk !== null || audience === slug ? {} : { aud: audience };
  return withinLimit(() => entryText({ pin, method, kid, customer, scopes, claims, ...aud, ...exp }));
}

/** Undefined if it is too long for a reader: no valid key is, so the record is damaged. */
function withinLimit(write: () => string): string | undefined {
  try {
    return write();
  } catch (error) {
    if (error instanceof LimitError) return undefined;
    throw error;
  }
}

/**
 * Returns the expiration that no later change can postpone. The end of an overlap isn't one:
 * undoing a rotation restores the key's time without a change of its pin, so a reader that relied
 * on it would refuse a good key.
 */
function latestEnd({ expires_at, former_expires_at }: FeedKeyRow): number | null {
  const latest = former_expires_at ?? expires_at;
  return latest === null || latest < 0 ? null : latest;
}

/** Returns the event of a change of one key (spec/feed.md §4). */
export function changeText(kind: FeedKind, position: Position, published: boolean, row: FeedKeyRow): string {
  // A reader may still replay the past of an erased customer's key: it never comes back, and its
  // record is empty.
  const adds = published && row.customer_subject !== null;
  const data = dataOf(kind, adds, row);
  // The number counts, even if the record is damaged.
  if (data === undefined) return otherText(kind, position);
  return eventText(kind, { position, change: adds ? 'add' : 'remove', data });
}

/** Returns the event of a change of which this feed contains only the number. */
export function otherText(kind: FeedKind, position: Position): string {
  return eventText(kind, { position, change: 'other', data: '' });
}

function dataOf(kind: FeedKind, adds: boolean, row: FeedKeyRow): string | undefined {
  if (!isPin(row.pin)) return undefined;
  // The public feed contains the keys of the key set; of others, only the number.
  if (kind === 'public' && row.jwk === null) return undefined;
  if (kind === 'public') return pinText(row.pin.subarray(0, HALF_PIN_BYTES));
  return adds ? fullEntry(row) : withinLimit(() => removedEntryText(row));
}

function isPin(pin: Uint8Array): boolean {
  return pin.length === PIN_BYTES;
}
