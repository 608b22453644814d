import { createHash } from 'node:crypto';
import {
  CHECKSUM_BYTES,
  EventStreamParser,
  type FeedEvent,
  type FeedKind,
  type FeedPart,
  FRAME_BYTES,
  feedPath,
  frameEnd,
  HALF_PIN_BYTES,
  headerLength,
  isWholeEntry,
  type Position,
  PREAMBLE_BYTES,
  parseEntry,
  parseEvent,
  parseHead,
  parseSnapshotHeader,
  positionText,
} from '@lostwax/contract';
import { CommandError } from '../errors.ts';
import { getPublished } from './published-set.ts';

/** Time limit for the changes after a snapshot. */
const CHANGES_MILLISECONDS = 120_000;

/** A key as the full feed has it. */
export interface FedKey {
  readonly pin: string;
  readonly scopes: readonly string[];
}

/** The half pins of the public feed, in base64url, as a verifier that starts now gets them. */
export async function publicPins(issuer: string): Promise<ReadonlySet<string>> {
  const pins = new Set<string>();
  await readFeed(
    { issuer, kind: 'public' },
    {
      entries(bytes) {
        for (let at = 0; at < bytes.length; at += HALF_PIN_BYTES)
          pins.add(bytes.toString('base64url', at, at + HALF_PIN_BYTES));
      },
      add: (data) => pins.add(data),
      remove: (data) => pins.delete(data),
    },
  );
  return pins;
}

/** The keys of the full feed, by key ID. */
export async function fullFeed(issuer: string, key: string): Promise<ReadonlyMap<string, FedKey>> {
  const keys = new Map<string, FedKey>();
  const add = (text: string): void => {
    const entry = parseEntry(text);
    if (entry === undefined || !isWholeEntry(entry)) throw notWhole('one of its entries is incomplete');
    keys.set(entry.kid, { pin: entry.pin, scopes: entry.scopes });
  };
  await readFeed(
    { issuer, kind: 'full', key },
    {
      entries(bytes) {
        let at = 0;
        for (let end = frameEnd(bytes, at); end !== undefined; end = frameEnd(bytes, at)) {
          add(bytes.toString('utf8', at + FRAME_BYTES, end));
          at = end;
        }
      },
      add,
      remove: (text) => keys.delete(String(parseEntry(text)?.kid)),
    },
  );
  return keys;
}

interface Asked {
  readonly issuer: string;
  readonly kind: FeedKind;
  /** A key with `feed:read`, for the full feed. */
  readonly key?: string;
}

interface Feed {
  entries(bytes: Buffer): void;
  add(data: string): void;
  remove(data: string): void;
}

/** Reads a snapshot, then the changes after it up to the head (spec/feed.md). */
async function readFeed({ issuer, kind, key }: Asked, feed: Feed): Promise<void> {
  const url = (part: FeedPart): string => issuer + feedPath({ kind, part });
  const init = { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } };
  const snapshot = await getPublished(url('snapshot'), init);
  const { position, entries } = partsOf(Buffer.from(await snapshot.arrayBuffer()));
  feed.entries(entries);
  const head = parseHead(await (await getPublished(url('head'))).text());
  if (head === undefined) throw notWhole('its head is malformed');
  const to = positionText(head.position);
  if (to === positionText(position)) return;
  const giveUp = new AbortController();
  const signal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(CHANGES_MILLISECONDS)]);
  const stream = await getPublished(`${url('changes')}?since=${positionText(position)}`, { ...init, signal });
  try {
    for await (const event of eventsOf(kind, stream)) {
      if (event.change === 'add') feed.add(event.data);
      if (event.change === 'remove') feed.remove(event.data);
      if (positionText(event.position) === to) return;
    }
    throw notWhole('its change stream ended early');
  } finally {
    giveUp.abort();
  }
}

function partsOf(bytes: Buffer): { readonly position: Position; readonly entries: Buffer } {
  const end = bytes.length - CHECKSUM_BYTES;
  const length = end < PREAMBLE_BYTES ? undefined : headerLength(bytes);
  const checksum = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (length === undefined || !checksum.equals(bytes.subarray(end)))
    throw notWhole('its snapshot is incomplete');
  const start = PREAMBLE_BYTES + length;
  const header = parseSnapshotHeader(bytes.toString('utf8', PREAMBLE_BYTES, start));
  if (header?.bytes !== end - start) throw notWhole('its snapshot is malformed');
  return { position: header.position, entries: bytes.subarray(start, end) };
}

async function* eventsOf(kind: FeedKind, { body }: Response): AsyncGenerator<FeedEvent> {
  const parser = new EventStreamParser();
  for await (const chunk of body as ReadableStream<Uint8Array>) {
    for (const raw of parser.push(chunk)) {
      const event = parseEvent(kind, raw);
      if (typeof event === 'string') throw notWhole('a change was damaged in transit');
      yield event;
    }
  }
}

function notWhole(why: string): CommandError {
  return new CommandError('set_unavailable', `The feed cannot be compared: ${why}. Try again.`);
}
