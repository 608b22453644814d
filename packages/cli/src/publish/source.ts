import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  CHECKSUM_BYTES,
  EventStreamParser,
  eventText,
  isSameHistory,
  type Position,
  parseEvent,
  parseHead,
  parsePosition,
  positionText,
} from '@lostwax/contract';

/** Changes in their text, from one position to another. */
export interface Segment {
  readonly text: string;
  readonly to: Position;
}

/** The authority no longer has the changes after a position, which belongs to its past. */
export class ChangesGone extends Error {}

const ANSWER_MILLISECONDS = 10_000;
const SILENCE_MILLISECONDS = 15_000;
const SNAPSHOT_MILLISECONDS = 3_600_000;
/** A segment ends after this many characters. Readers accept 16 MiB. */
const SEGMENT_CHARACTERS = 4 * 1_048_576;

/** The public feed of one workspace, at `<origin>/<ws>` (spec/feed.md §2). */
export class FeedSource {
  readonly #address: string;
  readonly #issuer: string;

  readonly #stop: AbortSignal;

  /** @param stop - Ends every request. */
  constructor(address: string, issuer: string, stop: AbortSignal) {
    this.#address = address;
    this.#issuer = issuer;
    this.#stop = stop;
  }

  async head(): Promise<Position> {
    const response = await this.fetch('/feed/head', ANSWER_MILLISECONDS);
    const head = parseHead(await response.text());
    if (head?.issuer !== this.#issuer)
      throw new Error(
        `The feed at ${this.#address} does not belong to ${this.#issuer}. Check --issuer and --feed.`,
      );
    return head.position;
  }

  /** The position of the snapshot that the authority would send. */
  async snapshotPosition(): Promise<Position | undefined> {
    const response = await this.fetch('/feed/snapshot', SNAPSHOT_MILLISECONDS, { method: 'HEAD' });
    return positionOf(response);
  }

  /** Downloads the snapshot into a file, unchanged, and checks that it is whole. */
  async snapshot(file: string): Promise<Position> {
    const response = await this.fetch('/feed/snapshot', SNAPSHOT_MILLISECONDS);
    const position = positionOf(response);
    if (position === undefined || response.body === null) throw new Error('The snapshot has no position.');
    await pipeline(Readable.fromWeb(response.body), createWriteStream(file, { mode: 0o600 }));
    if (!(await isWhole(file))) throw new Error('The snapshot is damaged: its checksum is wrong.');
    return position;
  }

  /**
   * The changes after `since`, up to `head` or as many as fit into a segment.
   *
   * @throws {@link ChangesGone}
   */
  async changes(since: Position, head: Position): Promise<Segment> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new Error('The feed has gone silent.')), SILENCE_MILLISECONDS);
    try {
      const query = `?since=${encodeURIComponent(positionText(since))}`;
      const response = await this.fetch(`/feed${query}`, undefined, { signal: abort.signal });
      const parser = new EventStreamParser();
      const texts: string[] = [];
      let to = since;
      let characters = 0;
      for await (const chunk of response.body ?? []) {
        for (const raw of parser.push(chunk)) {
          const event = parseEvent('public', raw);
          if (
            typeof event === 'string' ||
            !isSameHistory(event.position, to) ||
            event.position.seq !== to.seq + 1
          )
            throw new Error('The feed sent an invalid change, or one out of order.');
          const text = eventText('public', event);
          texts.push(text);
          characters += text.length;
          to = event.position;
          timer.refresh();
        }
        if (to.seq >= head.seq || characters >= SEGMENT_CHARACTERS) return { text: texts.join(''), to };
      }
      throw new Error('The feed ended the stream.');
    } finally {
      clearTimeout(timer);
      abort.abort();
    }
  }

  /** @throws Error for an answer other than 200 or 304; {@link ChangesGone} for 410. */
  async fetch(path: string, milliseconds: number | undefined, init: RequestInit = {}): Promise<Response> {
    const url = `${this.#address}${path}`;
    const ends = [this.#stop, ...(init.signal ? [init.signal] : [])];
    if (milliseconds !== undefined) ends.push(AbortSignal.timeout(milliseconds));
    const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.any(ends) });
    if (response.status === 200 || response.status === 304) return response;
    await response.body?.cancel();
    if (response.status === 410) throw new ChangesGone(`${url} answered 410.`);
    throw new Error(`${url} answered ${response.status}.`);
  }
}

function positionOf(response: Response): Position | undefined {
  return parsePosition(response.headers.get('etag')?.slice(1, -1));
}

/** Whether a snapshot's checksum is that of its content. */
async function isWhole(file: string): Promise<boolean> {
  const hash = createHash('sha256');
  let last: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([last, chunk as Buffer]);
    const end = Math.max(0, bytes.length - CHECKSUM_BYTES);
    hash.update(bytes.subarray(0, end));
    last = Buffer.from(bytes.subarray(end));
  }
  return hash.digest().equals(last);
}
