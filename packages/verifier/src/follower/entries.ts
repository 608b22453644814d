import { type FeedKind, HALF_PIN_BYTES } from '@lostwax/contract';
import type { JsonObject } from '@lostwax/core';
import { type PinWords, readPinText, WHOLE_PIN_BYTES } from '../pins/words.ts';
import { FeedError } from './feed-error.ts';

/** What an entry of either feed comes to: its pin has been read into the words that were given. */
export interface ReadEntry {
  /** False for an entry of a method that this verifier does not know: it counts as a change and is not kept. */
  readonly known: boolean;
  /** JSON in UTF-8, of the full feed's `add` only. */
  readonly record: Uint8Array | undefined;
  /** The pin's bytes as they came: those of a signed key count in the digest of the set. */
  readonly pin: Buffer | undefined;
}

/** What the full feed says of a key (spec/feed.md §5). */
export interface EntryRecord {
  readonly pin: string;
  readonly method: string;
  readonly kid: string;
  readonly customer: string;
  readonly scopes: readonly string[];
  readonly claims: JsonObject;
  readonly exp?: number;
}

const foreign: ReadEntry = { known: false, record: undefined, pin: undefined };

/**
 * Reads the `data` of a change.
 *
 * @param methods - Names of the methods that this verifier can check.
 * @param adds - A `remove` of the full feed says less than an `add`.
 * @throws {@link FeedError} `feed_malformed`.
 */
export function readChange(
  kind: FeedKind,
  data: string,
  methods: ReadonlySet<string>,
  adds: boolean,
  into: PinWords,
): ReadEntry {
  if (kind === 'full') return readRecord(Buffer.from(data), methods, adds, into);
  const pin = readPinText(data, HALF_PIN_BYTES, into);
  if (pin === undefined) throw malformed('has no pin of 16 bytes');
  return { known: true, record: undefined, pin };
}

/**
 * Reads an entry of the full feed.
 *
 * @throws {@link FeedError} `feed_malformed`.
 */
export function readRecord(
  record: Buffer,
  methods: ReadonlySet<string>,
  adds: boolean,
  into: PinWords,
): ReadEntry {
  const entry = parseEntry(record);
  if (typeof entry.method !== 'string') throw malformed('has no method');
  if (!methods.has(entry.method)) return foreign;
  const pin = typeof entry.pin === 'string' ? readPinText(entry.pin, WHOLE_PIN_BYTES, into) : undefined;
  if (pin === undefined) throw malformed('has no pin of 32 bytes');
  if (adds && !isComplete(entry)) throw malformed('lacks a member, or has one of another type');
  return { known: true, record, pin };
}

function isComplete({ kid, customer, scopes, claims, exp }: Partial<EntryRecord>): boolean {
  return (
    typeof kid === 'string' &&
    typeof customer === 'string' &&
    Array.isArray(scopes) &&
    scopes.every((scope) => typeof scope === 'string') &&
    typeof claims === 'object' &&
    claims !== null &&
    !Array.isArray(claims) &&
    (exp === undefined || Number.isSafeInteger(exp))
  );
}

function parseEntry(record: Buffer): Partial<EntryRecord> {
  let entry: unknown;
  try {
    entry = JSON.parse(record.toString('utf8'));
  } catch {
    throw malformed('is not JSON');
  }
  if (typeof entry !== 'object' || entry === null) throw malformed('is not an object');
  return entry;
}

function malformed(reason: string): FeedError {
  return new FeedError('feed_malformed', `An entry of the feed ${reason}.`);
}
