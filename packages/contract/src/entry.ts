import type { JsonObject } from '@lostwax/core';
import { LimitError } from './limit-error.ts';
import { pinText } from './pin.ts';

/** What the full feed says of a key (spec/feed.md §5). */
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
  /** Seconds since the Unix epoch; left out where the key never expires. */
  readonly exp?: number;
}

/** Whether the digest of a set counts the keys of this method: those of the key set, which all feeds have in common. */
export function isInDigest(method: string): boolean {
  return method === 'signed';
}

/** What a `remove` of the full feed says of a key. */
export type RemovedEntry = Pick<EntryRecord, 'pin' | 'kid' | 'method'>;

/** An entry with its pin as bytes. */
export type WithPin<Entry> = Omit<Entry, 'pin'> & { readonly pin: Uint8Array };

/** Length of an entry in UTF-8 at most. */
export const MOST_ENTRY_BYTES = 65_536;
/** Length of what precedes an entry in a snapshot: its own length, little-endian. */
export const FRAME_BYTES = 4;

/**
 * An entry of the full feed as JSON in one line.
 *
 * @throws {@link LimitError} for more than 65,536 bytes: no reader would take it.
 */
export function entryText(entry: WithPin<EntryRecord>): string {
  const { pin, method, kid, customer, scopes, claims, aud, exp } = entry;
  return bounded(JSON.stringify({ pin: pinText(pin), method, kid, customer, scopes, claims, aud, exp }));
}

/** The `data` of a `remove`. @throws {@link LimitError} as {@link entryText} does. */
export function removedEntryText({ pin, kid, method }: WithPin<RemovedEntry>): string {
  return bounded(JSON.stringify({ pin: pinText(pin), kid, method }));
}

/** An entry whose method may be one that the reader does not know: then nothing else of it is looked at. */
export type UnreadEntry = Partial<Record<keyof EntryRecord, unknown>> & { readonly method: string };

/** Reads the JSON of an entry, so far that its method is known. @returns Undefined for what is not an object with a method. */
export function parseEntry(json: string): UnreadEntry | undefined {
  let entry: { readonly method?: unknown } | null;
  try {
    entry = JSON.parse(json);
  } catch {
    return undefined;
  }
  return typeof entry?.method === 'string' ? (entry as UnreadEntry) : undefined;
}

/** Whether an entry has every member that an `add` and a snapshot need, each of its type. Whether `pin` is one is for `parsePin` to say. */
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

/** An entry as a snapshot of the full feed has it: its length, then itself. */
export function frameOf(entry: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_BYTES + entry.length);
  frame.writeUInt32LE(entry.length);
  frame.set(entry, FRAME_BYTES);
  return frame;
}

/**
 * Where the frame that begins at `at` ends. It may lie beyond the bytes that are there so far.
 *
 * @returns Undefined where not even its length is there.
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
