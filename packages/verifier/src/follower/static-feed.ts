import type { IncomingMessage } from 'node:http';
import {
  EventStreamParser,
  isSameHistory,
  MOST_POINTER_BYTES,
  MOST_SEGMENT_BYTES,
  type Pointer,
  type Position,
  parsePointer,
  parsePosition,
  positionText,
  type RawEvent,
  segmentFile,
  snapshotFile,
  workspaceOfPointer,
} from '@lostwax/contract';
import type { UptimeClock } from '../uptime-clock.ts';
import { isBehind } from './behind.ts';
import { FeedError, wrongIssuer } from './feed-error.ts';
import type { Confirmation } from './followed-set.ts';
import { PointerClock } from './pointer-clock.ts';
import { PointerWatch } from './pointer-watch.ts';
import { chunksOf, type FeedTimes, Transport, textOf } from './transport.ts';
import { within } from './within.ts';

/** Whose static feed to read. */
interface StaticFeedOptions {
  readonly issuer: string;
  readonly maxStaleSeconds: number;
  readonly clock: UptimeClock;
}

/** Errors for a file that has been deleted: the pointer that named it is old, or the chain of segments is broken. */
const missing = new Set<FeedError['code']>(['no_feed', 'workspace_unknown', 'feed_key_refused']);

/** Reads static feeds (spec/feed.md §8). Each address is that of a pointer. */
export class StaticFeed {
  readonly #options: StaticFeedOptions;
  readonly #times: FeedTimes;
  readonly #transport = new Transport();
  readonly #clock: PointerClock;
  readonly #pointers = new PointerWatch();
  /** The time in the newest pointer so far. */
  #newest = 0;
  /** Where the changes after the last downloaded snapshot are. */
  #begin: Pointer['snapshot'] | undefined;
  /** The segment of which only a part has been applied. */
  #open: Position | undefined;

  constructor(options: StaticFeedOptions, times: FeedTimes) {
    this.#options = options;
    this.#times = times;
    this.#clock = new PointerClock(options.clock);
  }

  serves(address: string): boolean {
    return workspaceOfPointer(address) !== undefined;
  }

  /** How often to fetch the pointer, or undefined before the first. */
  everySeconds(address: string): number | undefined {
    return this.#pointers.latest(address)?.every;
  }

  /**
   * Fetches the pointer.
   *
   * @returns Its position, with the time from which freshness counts.
   * @throws {@link FeedError} Also for a pointer from which nothing can be confirmed.
   */
  async head(
    address: string,
    applied: Position | undefined,
    limitMilliseconds: number,
  ): Promise<Confirmation & { readonly position: Position }> {
    const { issuer, maxStaleSeconds, clock } = this.#options;
    const asked = clock.read();
    const parsed = parsePointer(await this.#pointerText(address, limitMilliseconds));
    if (parsed === undefined)
      throw new FeedError('feed_malformed', `There is no pointer of a static feed at ${address}.`);
    if (parsed.issuer !== issuer) throw wrongIssuer(parsed.issuer, issuer);
    const pointer: Pointer = { ...parsed, issuer };
    const { position, at } = pointer;
    const isOld = at < this.#newest;
    const read = this.#clock.timeOf(at / 1000, asked);
    // An old pointer from a cache says nothing about the authority.
    if (isOld && applied !== undefined && isBehind(position, applied))
      throw stale(asked.wallSeconds - at / 1000);
    this.#newest = Math.max(this.#newest, at);
    this.#pointers.hear(address, pointer);
    const age = asked.uptimeSeconds - read.uptimeSeconds;
    if (age > maxStaleSeconds) throw stale(age);
    return { position, ...read };
  }

  /** As {@link FeedClient.snapshot}, of the file that the latest pointer names. */
  async snapshot(
    address: string,
    from: { readonly bytes: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const { snapshot } = await this.#pointers.next(address, undefined, this.#times.idleMilliseconds, signal);
    this.#begin = snapshot;
    this.#open = undefined;
    const range = from && { range: `bytes=${from.bytes}-`, 'if-range': from.etag };
    return this.#file(address, snapshotFile(snapshot.position), signal, range);
  }

  /**
   * The changes after a set's position, as they are published. Never ends by itself.
   *
   * @param next - Returns the position that has been reached.
   * @throws {@link FeedError} `position_gone` if there is no segment that continues there.
   */
  async *changes(
    address: string,
    next: () => Position | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<RawEvent[], never, void> {
    for (let seen: Pointer | undefined; ; ) {
      seen = await this.#pointers.next(address, seen, this.#times.idleMilliseconds, signal);
      yield [];
      const { position: head } = seen;
      for (let since = next(); since !== undefined && precedes(since, head); ) {
        yield* this.#segment(address, since, signal);
        const reached = next();
        if (reached === undefined || !precedes(since, reached))
          throw new FeedError('feed_malformed', `The segment after ${positionText(since)} has no changes.`);
        since = reached;
      }
    }
  }

  close(): void {
    this.#transport.close();
  }

  async *#segment(
    address: string,
    since: Position,
    signal: AbortSignal,
  ): AsyncGenerator<RawEvent[], void, void> {
    const begin = this.#begin;
    const afterSnapshot = begin && positionText(begin.position) === positionText(since);
    const from = afterSnapshot ? begin.from : (this.#open ?? since);
    this.#open = undefined;
    const response = await this.#file(address, segmentFile(from), signal);
    this.#open = from;
    const parser = new EventStreamParser();
    let bytes = 0;
    for await (const chunk of chunksOf(response)) {
      bytes += chunk.length;
      if (bytes > MOST_SEGMENT_BYTES)
        throw new FeedError('too_large', 'A segment of the static feed is too long.');
      yield parser.push(chunk).filter(({ id }) => {
        const position = parsePosition(id);
        return position === undefined || position.seq > since.seq || !isSameHistory(position, since);
      });
    }
    this.#open = undefined;
  }

  #pointerText(address: string, limitMilliseconds: number): Promise<string> {
    return within(limitMilliseconds, 'The pointer', async (signal) => {
      const response = await this.#get(new URL(address), signal, { 'cache-control': 'no-cache' });
      return textOf(response, MOST_POINTER_BYTES, 'The pointer');
    });
  }

  async #file(
    address: string,
    name: string,
    signal: AbortSignal,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<IncomingMessage> {
    try {
      return await this.#get(new URL(name, address), signal, headers);
    } catch (error) {
      if (!(error instanceof FeedError && missing.has(error.code))) throw error;
      throw new FeedError('position_gone', `The static feed does not have ${name}, or no longer.`, {
        cause: error,
      });
    }
  }

  #get(url: URL, signal: AbortSignal, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
    const { answerMilliseconds, idleMilliseconds } = this.#times;
    return this.#transport.get({
      ...{ url, headers, signal, answerMilliseconds, idleMilliseconds },
      contentType: undefined,
    });
  }
}

function precedes(a: Position, b: Position): boolean {
  return isSameHistory(a, b) && a.seq < b.seq;
}

function stale(ageSeconds: number): FeedError {
  return new FeedError(
    'pointer_stale',
    `The pointer of the static feed is ${Math.round(ageSeconds)} s old: "lostwax publish" has stopped or cannot reach the authority, or a cache keeps the pointer for too long.`,
  );
}
