import {
  type EntryRecord,
  type FeedKind,
  HALF_PIN_BYTES,
  isInDigest,
  isWholeEntry,
  PIN_BYTES,
  parseEntry,
  parsePin,
} from '@lostwax/contract';
import { type PinWords, readPinBytes } from '../pins/words.ts';
import { FeedError } from './feed-error.ts';

/** A parsed entry of either feed. Its pin has been read into the words passed in. */
export interface ReadEntry {
  /** False for an entry of a method unknown to this verifier: it counts as a change but is not stored. */
  readonly known: boolean;
  /** JSON in UTF-8; only for an `add` of the full feed. */
  readonly record: Uint8Array | undefined;
  /** The same, parsed. */
  readonly entry: EntryRecord | undefined;
  /** The pin's bytes as received, if the digest of the set counts them. */
  readonly pin: Buffer | undefined;
}

const foreign: ReadEntry = { known: false, record: undefined, entry: undefined, pin: undefined };

/**
 * Parses the `data` of a change.
 *
 * @param methods - Names of the methods that this verifier can check.
 * @param adds - False for a `remove`, which has fewer fields in the full feed than an `add`.
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
  const pin = parsePin(data, HALF_PIN_BYTES);
  if (pin === undefined) throw malformed('does not have a 16-byte pin');
  readPinBytes(pin, into);
  return { known: true, record: undefined, entry: undefined, pin };
}

/**
 * Parses an entry of the full feed.
 *
 * @throws {@link FeedError} `feed_malformed`.
 */
export function readRecord(
  record: Buffer,
  methods: ReadonlySet<string>,
  adds: boolean,
  into: PinWords,
): ReadEntry {
  const entry = parseEntry(record.toString('utf8'));
  if (entry === undefined) throw malformed('is not an object with a method');
  if (!methods.has(entry.method)) return foreign;
  const pin = parsePin(entry.pin, PIN_BYTES);
  if (pin === undefined) throw malformed('has no pin of 32 bytes');
  const whole = isWholeEntry(entry) ? entry : undefined;
  if (adds && whole === undefined) throw malformed('lacks a member or has one of the wrong type');
  readPinBytes(pin, into);
  return { known: true, record, entry: whole, pin: isInDigest(entry.method) ? pin : undefined };
}

function malformed(reason: string): FeedError {
  return new FeedError('feed_malformed', `An entry of the feed ${reason}.`);
}
