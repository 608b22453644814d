import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { asFeedError, FeedError } from './feed-error.ts';
import { mediaType, noFeed, refusalOf } from './refused-answer.ts';

/** Timeouts of each part of an exchange, in milliseconds. */
export interface FeedTimes {
  /** Until the head of an answer, connecting included. */
  readonly answerMilliseconds: number;
  /** Silence within an answer. */
  readonly idleMilliseconds: number;
  /** A whole snapshot. */
  readonly snapshotMilliseconds: number;
  /** A whole head request. */
  readonly headMilliseconds: number;
  /** How long the stream may send nothing while a head is pending. */
  readonly lagMilliseconds: number;
}

/**
 * Silence as in spec/feed.md §4. A snapshot may have to be built first, and its changes are kept for an hour.
 */
export const defaultTimes: FeedTimes = {
  answerMilliseconds: 10_000,
  idleMilliseconds: 15_000,
  snapshotMilliseconds: 3_600_000,
  headMilliseconds: 5_000,
  lagMilliseconds: 10_000,
};

/** One answer of a feed. */
export interface FeedRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The media type that a 200 or 206 must have; undefined for a static file, for which web servers guess one. */
  readonly contentType: string | undefined;
  readonly answerMilliseconds: number;
  readonly idleMilliseconds: number;
  readonly signal: AbortSignal;
}

/**
 * Sends requests to one address. Uses node:http instead of `fetch`, because it follows no redirects,
 * decompresses nothing, applies back-pressure, and lets us time the silence within an answer.
 */
export class Transport {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });

  /**
   * Sends a GET request and waits for the head of its answer.
   *
   * @returns An answer of status 200 or 206 and the right type. It ends with an error if it falls silent.
   * @throws {@link FeedError}
   */
  async get(request: FeedRequest): Promise<IncomingMessage> {
    const response = await this.#answer(request);
    try {
      await checkAnswer(response, request);
    } catch (error) {
      response.destroy();
      throw error;
    }
    watchSilence(response, request.idleMilliseconds);
    return response;
  }

  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #answer({ url, headers, signal, answerMilliseconds }: FeedRequest): Promise<IncomingMessage> {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const secure = url.protocol === 'https:';
    const request = (secure ? httpsRequest : httpRequest)(url, {
      agent: secure ? this.#https : this.#http,
      headers: { ...headers, 'accept-encoding': 'identity' },
      signal,
      maxHeaderSize: 16_384,
    });
    const timer = setTimeout(() => request.destroy(silence(answerMilliseconds)), answerMilliseconds);
    request.once('response', (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    // Stays attached for errors after the answer's head, which the answer reports too.
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(asFeedError(error));
    });
    request.end();
    return promise;
  }
}

/**
 * The chunks of an answer.
 *
 * @throws {@link FeedError} if the connection breaks or falls silent.
 */
export async function* chunksOf(response: IncomingMessage): AsyncGenerator<Buffer, void, void> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw asFeedError(error);
  }
}

/**
 * The whole body of an answer.
 *
 * @param what - Names it in the error.
 * @throws {@link FeedError} `too_large`, and as {@link chunksOf}.
 */
export async function textOf(response: IncomingMessage, mostBytes: number, what: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(response)) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new FeedError('too_large', `${what} is too long.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

async function checkAnswer(response: IncomingMessage, request: FeedRequest): Promise<void> {
  const status = response.statusCode ?? 0;
  if (status !== 200 && status !== 206) throw await refusalOf(response, request);
  const type = mediaType(response);
  if (type === 'text/html') throw noFeed(response, request);
  if (request.contentType !== undefined && type !== request.contentType) {
    throw new FeedError(
      'feed_malformed',
      `The feed did not answer with the content type ${request.contentType}. Check its address.`,
    );
  }
  if ((response.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new FeedError('feed_malformed', 'The feed answered with an encoding that was not requested.');
  }
}

function watchSilence(response: IncomingMessage, idleMilliseconds: number): void {
  const timer = setTimeout(() => response.destroy(silence(idleMilliseconds)), idleMilliseconds);
  response.on('data', () => timer.refresh());
  response.pause();
  response.once('close', () => clearTimeout(timer));
}

function silence(milliseconds: number): FeedError {
  return new FeedError('timeout', `The feed sent nothing for ${milliseconds / 1000} s.`);
}
