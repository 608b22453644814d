import { Agent, request as askHttp, type ClientRequest } from 'node:http';
import { request as askHttps, Agent as HttpsAgent } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type EndedSpan, tracesRequest } from './otlp.ts';
import type { TracingSettings } from './settings.ts';

const compress = promisify(gzip);

/** After a failure: then doubled, up to the longest. */
const RETRY_MILLISECONDS = 1_000;
const LONGEST_RETRY_MILLISECONDS = 60_000;
/** Answers after which the same request may be accepted later (OTLP, "Failures"). */
const passing: ReadonlySet<number> = new Set([429, 502, 503, 504]);
const WARN_MILLISECONDS = 60_000;

/**
 * Sends spans to a collector, in batches and one request at a time. Requests never wait for it: while the collector is away or slow,
 * spans are kept in memory, and beyond a limit new ones are dropped.
 */
export class Exporter {
  readonly #settings: TracingSettings;
  readonly #warn: (reason: string) => void;
  readonly #agent: Agent;
  readonly #waiting: EndedSpan[] = [];
  #sending: Promise<void> | undefined;
  #request: ClientRequest | undefined;
  #timer: NodeJS.Timeout | undefined;
  #retryMilliseconds = RETRY_MILLISECONDS;
  #warnedAt = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(settings: TracingSettings, warn: (reason: string) => void) {
    this.#settings = settings;
    this.#warn = warn;
    const options = { keepAlive: true, maxSockets: 1 };
    this.#agent =
      settings.url.protocol === 'https:'
        ? new HttpsAgent({ ...options, ...settings.tls })
        : new Agent(options);
  }

  add(span: EndedSpan): void {
    const { mostWaiting, mostSent, delayMilliseconds } = this.#settings;
    if (this.#closed || this.#waiting.length >= mostWaiting) return;
    this.#waiting.push(span);
    if (this.#waiting.length >= mostSent && this.#retryMilliseconds === RETRY_MILLISECONDS) this.#send();
    else this.#later(delayMilliseconds);
  }

  /** Sends what is waiting, for at most this long; the rest is dropped. */
  async close(milliseconds: number): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const late = new AbortController();
    const emptied = async (): Promise<void> => {
      await this.#sending;
      if (this.#waiting.length > 0 && !late.signal.aborted) await this.#sendAll();
    };
    await Promise.race([emptied(), delay(milliseconds, undefined, { signal: late.signal }).catch(() => {})]);
    late.abort();
    this.#waiting.length = 0;
    this.#request?.destroy();
    this.#agent.destroy();
  }

  #later(milliseconds: number): void {
    if (this.#sending === undefined) this.#timer ??= setTimeout(() => this.#send(), milliseconds).unref();
  }

  #send(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = undefined;
      if (this.#waiting.length > 0 && !this.#closed) this.#later(this.#retryMilliseconds);
    });
  }

  /** Sends batch after batch until none is left or one fails. Never rejects. */
  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.#settings.mostSent);
      const outcome = await this.#post(batch).catch((error: unknown) => failureOf(error));
      if (typeof outcome === 'number' && outcome >= 200 && outcome < 300)
        this.#retryMilliseconds = RETRY_MILLISECONDS;
      else {
        this.#tell(typeof outcome === 'number' ? `the collector answered with status ${outcome}` : outcome);
        if (typeof outcome === 'string' || passing.has(outcome)) {
          this.#retryMilliseconds = Math.min(this.#retryMilliseconds * 2, LONGEST_RETRY_MILLISECONDS);
          return;
        }
      }
      this.#waiting.splice(0, batch.length);
    }
  }

  async #post(spans: readonly EndedSpan[]): Promise<number> {
    const { url, headers, timeoutMilliseconds, gzip: isGzip, resource } = this.#settings;
    const text = Buffer.from(tracesRequest(resource, spans));
    const body = isGzip ? await compress(text) : text;
    const ask = url.protocol === 'https:' ? askHttps : askHttp;
    return new Promise((resolve, reject) => {
      const outgoing = ask(url, {
        method: 'POST',
        agent: this.#agent,
        signal: AbortSignal.timeout(timeoutMilliseconds),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': body.length,
          ...(isGzip && { 'content-encoding': 'gzip' }),
        },
      });
      this.#request = outgoing;
      outgoing.once('response', (incoming) => {
        incoming.on('error', reject);
        incoming.once('end', () => resolve(incoming.statusCode ?? 0));
        incoming.resume();
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** Once a minute: a collector may be away for days. */
  #tell(reason: string): void {
    if (performance.now() - this.#warnedAt < WARN_MILLISECONDS) return;
    this.#warnedAt = performance.now();
    this.#warn(`spans could not be sent: ${reason}`);
  }
}

function failureOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return name === 'AbortError' || name === 'TimeoutError'
    ? 'the collector did not answer in time'
    : `the collector cannot be reached (${code ?? name})`;
}
