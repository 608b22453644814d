import type { IncomingMessage } from 'node:http';
import {
  EventStreamParser,
  type FeedKind,
  type FeedPart,
  feedPath,
  MOST_HEAD_BYTES,
  type Position,
  parseHead,
  positionText,
  type RawEvent,
  SNAPSHOT_TYPE,
} from '@lostwax/contract';
import type { UptimeClock } from '../uptime-clock.ts';
import { FeedError, wrongIssuer } from './feed-error.ts';
import type { Confirmation } from './followed-set.ts';
import { chunksOf, type FeedTimes, Transport, textOf } from './transport.ts';
import { within } from './within.ts';

/** Which feed to read, and the credentials for it. */
export interface FeedIdentity {
  readonly issuer: string;
  readonly kind: FeedKind;
  /** A key with `feed:read`, for the full feed. */
  readonly feedKey: string | undefined;
  /** The unguessable ID of a registered reader. */
  readonly reader: string | undefined;
}

/** The three requests of spec/feed.md §2. Each address has the form `<origin>/<ws>`. */
export class FeedClient {
  readonly #identity: FeedIdentity;
  readonly #times: FeedTimes;
  readonly #clock: UptimeClock;
  readonly #transport = new Transport();

  constructor(identity: FeedIdentity, times: FeedTimes, clock: UptimeClock) {
    this.#identity = identity;
    this.#times = times;
    this.#clock = clock;
  }

  /** @param from - Resumes a broken download if the snapshot is still the same. */
  snapshot(
    address: string,
    from: { readonly bytes: number; readonly etag: string } | undefined,
    signal: AbortSignal,
  ): Promise<IncomingMessage> {
    const range = from && { range: `bytes=${from.bytes}-`, 'if-range': from.etag };
    return this.#get(this.#url(address, 'snapshot'), SNAPSHOT_TYPE, signal, range);
  }

  /** Yields the changes after a position as they arrive. The first batch is empty: it says that the stream is open. */
  async *changes(
    address: string,
    since: Position,
    signal: AbortSignal,
  ): AsyncGenerator<RawEvent[], void, void> {
    const url = this.#url(address, 'changes');
    url.searchParams.set('since', positionText(since));
    const response = await this.#get(url, 'text/event-stream', signal);
    yield [];
    const parser = new EventStreamParser();
    for await (const chunk of chunksOf(response)) yield parser.push(chunk);
  }

  /**
   * Fetches the authority's current position, with both clocks at the time of the request.
   *
   * @param applied - Reported to the authority if this is a registered reader.
   * @throws {@link FeedError}
   */
  async head(
    address: string,
    applied: Position | undefined,
    limitMilliseconds: number,
  ): Promise<Confirmation & { readonly position: Position }> {
    const asked = this.#clock.read();
    const url = this.#url(address, 'head');
    // Without an issuer the head could be anyone's.
    if (applied !== undefined && this.#identity.reader !== undefined)
      url.searchParams.set('applied', positionText(applied));
    return within(limitMilliseconds, 'The head', async (signal) => {
      const response = await this.#transport.get({
        url,
        headers: { accept: 'application/json' },
        contentType: 'application/json',
        answerMilliseconds: limitMilliseconds,
        idleMilliseconds: limitMilliseconds,
        signal,
      });
      const body = await textOf(response, MOST_HEAD_BYTES, 'The head of the feed');
      return { position: this.#parseHead(body), ...asked };
    });
  }

  close(): void {
    this.#transport.close();
  }

  #url(address: string, part: FeedPart): URL {
    const { kind, reader } = this.#identity;
    const url = new URL(address + feedPath({ kind, part }));
    if (reader !== undefined) url.searchParams.set('reader', reader);
    return url;
  }

  #get(
    url: URL,
    contentType: string,
    signal: AbortSignal,
    more: Record<string, string> = {},
  ): Promise<IncomingMessage> {
    const { feedKey } = this.#identity;
    const authorization = feedKey === undefined ? {} : { authorization: `Bearer ${feedKey}` };
    const { answerMilliseconds, idleMilliseconds } = this.#times;
    const headers = { accept: contentType, ...authorization, ...more };
    return this.#transport.get({ url, headers, contentType, answerMilliseconds, idleMilliseconds, signal });
  }

  #parseHead(body: string): Position {
    const head = parseHead(body);
    if (head === undefined) {
      throw new FeedError(
        'feed_malformed',
        'The head of the feed has no position in the form <lineage>.<epoch>.<seq>.<digest>. If the authority runs an earlier version, update it first.',
      );
    }
    if (head.issuer !== this.#identity.issuer) throw wrongIssuer(head.issuer, this.#identity.issuer);
    return head.position;
  }
}
