import { createHash, hash } from 'node:crypto';
import {
  type EntryRecord,
  entryText,
  eventText,
  type FeedEvent,
  type FeedKind,
  frameOf,
  HALF_PIN_BYTES,
  type Position,
  pinText,
  removedEntryText,
  SetDigest,
  type SnapshotHeader,
  snapshotStart,
} from '@lostwax/contract';

/** Issuer of all vectors of the feed. */
export const feedIssuer = 'https://keys.acme.example/acme';
const lineage = '9f86d081884c7d65';
const epoch = 1_785_542_430_000;

/** A key of the vectors: its pin is that of its name. */
export interface FeedKey {
  readonly pin: Buffer;
  readonly method: string;
}

export function feedKey(name: string, method = 'signed'): FeedKey {
  return { pin: hash('sha256', name, 'buffer'), method };
}

export function positionOf(seq: number, keys: readonly FeedKey[]): Position {
  const digest = new SetDigest();
  for (const { pin, method } of keys) if (method === 'signed') digest.toggle(pin);
  return { lineage, epoch, seq, digest: digest.text };
}

export function recordOf({ pin, method }: FeedKey): Omit<EntryRecord, 'pin'> & { pin: Buffer } {
  const kid = `acme_7f_${pin.toString('hex', 0, 8)}0000000`;
  return { pin, method, kid, customer: 'cus-1', scopes: ['orders:read'], claims: {} };
}

/** The entries of a snapshot. @param records - Text of entries, instead of the keys' own. */
export function entriesOf(
  feed: FeedKind,
  keys: readonly FeedKey[],
  records: readonly string[] = keys.map((key) => entryText(recordOf(key))),
): Buffer {
  return feed === 'public'
    ? Buffer.concat(keys.map(({ pin }) => pin.subarray(0, HALF_PIN_BYTES)))
    : Buffer.concat(records.map((record) => frameOf(Buffer.from(record))));
}

export function headerOf(feed: FeedKind, keys: readonly FeedKey[], body: Buffer): SnapshotHeader {
  return {
    issuer: feedIssuer,
    feed,
    position: positionOf(keys.length, keys),
    count: keys.length,
    bytes: body.length,
  };
}

/** A snapshot with these parts, and the checksum that belongs to them. */
export function snapshotOf(start: Buffer, body: Buffer): Buffer {
  const content = Buffer.concat([start, body]);
  return Buffer.concat([content, createHash('sha256').update(content).digest()]);
}

/** A snapshot as the authority writes it. */
export function wholeSnapshot(feed: FeedKind, keys: readonly FeedKey[]): Buffer {
  const body = entriesOf(feed, keys);
  return snapshotOf(snapshotStart(headerOf(feed, keys, body)), body);
}

/** An event, by the names of its lines. */
export type EventLines = Readonly<Record<string, string>>;

export function eventOf(
  feed: FeedKind,
  position: Position,
  change: FeedEvent['change'],
  key: FeedKey,
): EventLines {
  const record = recordOf(key);
  const full = change === 'add' ? entryText(record) : removedEntryText(record);
  const half = pinText(key.pin.subarray(0, HALF_PIN_BYTES));
  const data = change === 'other' ? '' : feed === 'full' ? full : half;
  const lines = eventText(feed, { position, change, data }).trimEnd().split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

/** What a reader holds: pins of this feed, sorted. */
export function pinsOf(feed: FeedKind, keys: readonly FeedKey[]): readonly string[] {
  return keys.map(({ pin }) => pinText(feed === 'full' ? pin : pin.subarray(0, HALF_PIN_BYTES))).toSorted();
}
