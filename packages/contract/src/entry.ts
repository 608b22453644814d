import type { JsonObject } from '@lostwax/core';
import { LimitError } from './limit-error.ts';
import { pinText } from './pin.ts';

/** An entry of a key in the full feed (spec/feed.md §5). */
export interface EntryRecord {
  /** 32 bytes in base64url. */
  readonly pin: string;
  readonly method: string;
  readonly kid: string;
  readonly customer: string;
  readonly scopes: readonly string[];
  readonly claims: JsonObject;
  /** Of a key that doesn't say it itself; left out where it is the slug of the workspace. */
  readonly aud?: string;
  /** Seconds since the Unix epoch; omitted if the key never expires. */
  readonly exp?: number;
}

/**
 * Reports whether the digest of a set counts the keys of this method: those of the key set, which
 * all feeds have in common.
 */
export function isInDigest(method: string): boolean {
  return method === 'signed';
}

/** The data of a `remove` in the full feed. */
export type RemovedEntry = Pick<EntryRecord, 'pin' | 'kid' | 'method'>;

/** An entry with its pin as bytes. */
export type WithPin<Entry> = Omit<Entry, 'pin'> & { readonly pin: Uint8Array };

/** Maximum length of an entry in UTF-8. */
export const MOST_ENTRY_BYTES = 65_536;
/** Length of what precedes an entry in a snapshot: its own length, little-endian. */
export const FRAME_BYTES = 4;

/**
 * Formats an entry of the full feed as JSON in one line.
 *
 * @throws {@link LimitError} above 65,536 bytes, which no reader would accept.
 */
export function entryText(entry: WithPin<EntryRecord>): string {
  const { pin, method, kid, customer, scopes, claims, aud, exp } = entry;
  return bounded(JSON.stringify({ pin: pinText(pin), method, kid, customer, scopes, claims, aud, exp }));
}

/** The `data` of a `remove`. @throws {@link LimitError} as {@link entryText} does. */
export function removedEntryText({ pin, kid, method }: WithPin<RemovedEntry>): string {
  return bounded(JSON.stringify({ pin: pinText(pin), kid, method }));
}

/** An entry whose method the reader may not support: the rest is then ignored. */
export type UnreadEntry = Partial<Record<keyof EntryRecord, unknown>> & { readonly method: string };

/**
 * Parses the JSON of an entry just far enough to know its method.
 *
 * @returns Undefined unless it is an object with a method.
 */
export function parseEntry(json: string): UnreadEntry | undefined {
  let entry: { readonly method?: unknown } | null;
  try {
    entry = JSON.parse(json);
  } catch {
    return undefined;
  }
  return typeof entry?.method === 'string' ? (entry as UnreadEntry) : undefined;
}

/**
 * Reports whether an entry has every member that an `add` and a snapshot need, with the right
 * types. `parsePin` validates `pin`.
 */
export function isWholeEntry(entry: UnreadEntry): entry is UnreadEntry & EntryRecord {
  const { pin, kid, customer, scopes, claims, aud, exp } = entry;
  return (
    typeof pin === 'string' &&
    typeof kid === 'string' &&
    typeof customer === 'string' &&
    Array.isArray(scopes) &&
    scopes.every((scope) => typeof scope === 'string') &&
    typeof claims === 'object' &&
    claims !== null &&
    !Array.isArray(claims) &&
    (aud === undefined || typeof aud === 'string') &&
    (exp === undefined || Number.isSafeInteger(exp))
  );
}

/** Formats an entry for a snapshot of the full feed: its length, then the entry. */
export function frameOf(entry: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_BYTES + entry.length);
  frame.writeUInt32LE(entry.length);
  frame.set(entry, FRAME_BYTES);
  return frame;
}

/**
 * Returns the end of the frame that begins at `at`. It may lie beyond the bytes received so far.
 *
 * @returns Undefined if even its length is missing.
 * @throws {@link LimitError} for an entry of more than 65,536 bytes.
 */
export function frameEnd(bytes: Buffer, at: number): number | undefined {
  if (at + FRAME_BYTES > bytes.length) return undefined;
  const length = bytes.readUInt32LE(at);
  if (length > MOST_ENTRY_BYTES) throw new LimitError('An entry of a snapshot is too long.');
  return at + FRAME_BYTES + length;
}

function bounded(json: string): string {
  // No character takes more than three bytes of UTF-8 for one of UTF-16, and few entries come near the limit.
  if (json.length * 3 > MOST_ENTRY_BYTES && Buffer.byteLength(json) > MOST_ENTRY_BYTES)
    throw new LimitError('An entry of the feed is too long.');
  return json;
}
