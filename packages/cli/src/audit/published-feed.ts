import { createHash } from 'node:crypto';
import {
  CHECKSUM_BYTES,
  checksumOf,
  HALF_PIN_BYTES,
  hasSnapshotMagic,
  PREAMBLE_BYTES,
  parseSnapshotHeader,
} from '@lostwax/contract';
import { CommandError } from '../errors.ts';
import { getPublished } from './published-set.ts';

/** How long the changes after a snapshot may take to come. */
const CHANGES_MILLISECONDS = 120_000;

/** A key as the full feed has it. */
export interface FedKey {
  readonly pin: string;
  readonly scopes: readonly string[];
}

/** The half pins of the public feed as a verifier that starts now gets them: base64url. */
export async function publicPins(issuer: string): Promise<ReadonlySet<string>> {
  const pins = new Set<string>();
  await readFeed(`${issuer}/feed`, `${issuer}/feed/head`, undefined, {
    entries(bytes) {
      for (let at = 0; at < bytes.length; at += HALF_PIN_BYTES)
        pins.add(bytes.toString('base64url', at, at + HALF_PIN_BYTES));
    },
    add: (data) => pins.add(data),
    remove: (data) => pins.delete(data),
  });
  return pins;
}

/** The keys of the full feed by their key ids. */
export async function fullFeed(issuer: string, key: string): Promise<ReadonlyMap<string, FedKey>> {
  const keys = new Map<string, FedKey>();
  const add = (text: string): void => {
    const { kid, pin, scopes } = JSON.parse(text);
    keys.set(kid, { pin, scopes });
  };
  await readFeed(`${issuer}/feed/full`, `${issuer}/feed/head`, key, {
    entries(bytes) {
      for (let at = 0; at < bytes.length; ) {
        const from = at + 4;
        const to = from + bytes.readUInt32LE(at);
        add(bytes.toString('utf8', from, to));
        at = to;
      }
    },
    add,
    remove: (text) => keys.delete(JSON.parse(text).kid),
  });
  return keys;
}

interface Feed {
  entries(bytes: Buffer): void;
  add(data: string): void;
  remove(data: string): void;
}

/** Reads a snapshot, then the changes after it up to the head (spec/feed.md). */
async function readFeed(url: string, headUrl: string, key: string | undefined, feed: Feed): Promise<void> {
  const init = { headers: key === undefined ? {} : { authorization: `Bearer ${key}` } };
  const snapshot = await getPublished(`${url}/snapshot`, init);
  const position = snapshot.headers.get('etag')?.replaceAll('"', '') ?? '';
  feed.entries(entriesOf(Buffer.from(await snapshot.arrayBuffer())));
  const head = (await (await getPublished(headUrl)).json()) as { readonly position: string };
  if (head.position === position) return;
  const giveUp = new AbortController();
  const signal = AbortSignal.any([giveUp.signal, AbortSignal.timeout(CHANGES_MILLISECONDS)]);
  const stream = await getPublished(`${url}?since=${position}`, { ...init, signal });
  try {
    for await (const event of eventsOf(stream)) {
      if (event.type === 'add') feed.add(event.data);
      if (event.type === 'remove') feed.remove(event.data);
      if (event.id === head.position) return;
    }
    throw notWhole('its stream of changes ended early');
  } finally {
    giveUp.abort();
  }
}

function entriesOf(bytes: Buffer): Buffer {
  const end = bytes.length - CHECKSUM_BYTES;
  const checksum = createHash('sha256').update(bytes.subarray(0, end)).digest();
  if (end < PREAMBLE_BYTES || !hasSnapshotMagic(bytes) || !checksum.equals(bytes.subarray(end)))
    throw notWhole('its snapshot is not whole');
  const start = PREAMBLE_BYTES + bytes.readUInt32LE(PREAMBLE_BYTES - 4);
  const header = parseSnapshotHeader(bytes.toString('utf8', PREAMBLE_BYTES, start));
  if (header?.bytes !== end - start) throw notWhole('its snapshot has another form');
  return bytes.subarray(start, end);
}

interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

async function* eventsOf({ body }: Response): AsyncGenerator<FeedEvent> {
  let rest = '';
  for await (const text of (body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
      const id = fields.get('id');
      const [data, check] = [fields.get('data') ?? '', fields.get('check')];
      if (check !== undefined && check !== checksumOf(data))
        throw notWhole('a change of it was damaged on its way');
      if (id !== undefined) yield { id, type: fields.get('event') ?? '', data };
    }
  }
}

function notWhole(why: string): CommandError {
  return new CommandError('set_unavailable', `The feed cannot be compared: ${why}. Try again.`);
}
