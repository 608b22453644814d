import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';

const ANSWER_LIMIT_MS = 10_000;
const MOST_BODY_BYTES = 256 * 1024;
const POLL_MS = 50;
/** Workers of a gateway change their mind one after another. */
const REFUSALS_IN_A_ROW = 8;

export interface Reply {
  readonly status: number;
  readonly body: string;
}

export interface Ask {
  readonly method?: string;
  /** Names and values in turn, so that one name can appear twice. */
  readonly headers?: readonly string[];
  /** Names in the `Connection` header. */
  readonly connection?: readonly string[];
  readonly body?: Buffer;
}

/** The protected URL. */
export class Target {
  readonly #url: URL;
  readonly #signal: AbortSignal;

  constructor(url: URL, signal: AbortSignal) {
    this.#url = url;
    this.#signal = signal;
  }

  /** Status 0 if the connection fails. @throws the reason, when the run is interrupted. */
  async ask({ method = 'GET', headers = [], connection = [], body }: Ask): Promise<Reply> {
    this.#signal.throwIfAborted();
    const signal = AbortSignal.any([this.#signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
    const send = this.#url.protocol === 'https:' ? requestHttps : requestHttp;
    const length = body === undefined ? [] : ['Content-Length', String(body.length)];
    const lines = [
      'Host',
      this.#url.host,
      'Connection',
      ['close', ...connection].join(', '),
      ...length,
      ...headers,
    ];
    const reply = await new Promise<Reply>((resolve) => {
      const lost = (): void => resolve({ status: 0, body: '' });
      const sent = send(this.#url, { method, headers: lines, signal, agent: false }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('error', lost);
        answer.on('data', (chunk: string) => {
          if (text.length < MOST_BODY_BYTES) text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
      });
      sent.on('error', lost);
      sent.end(body);
    });
    this.#signal.throwIfAborted();
    return reply;
  }

  async withKey(token: string): Promise<Reply> {
    return await this.ask({ headers: ['Authorization', `Bearer ${token}`] });
  }

  /** Milliseconds until a key is accepted, or `undefined` if it isn't within the limit. */
  async untilAccepted(token: string, limitMs: number): Promise<number | undefined> {
    const start = performance.now();
    while (performance.now() - start <= limitMs) {
      if (passed(await this.withKey(token))) return performance.now() - start;
      await delay(POLL_MS, undefined, { signal: this.#signal });
    }
    return undefined;
  }

  /** Milliseconds until a key is refused for good, or `undefined` if it isn't within the limit. */
  async untilRefused(token: string, limitMs: number): Promise<number | undefined> {
    const start = performance.now();
    let first: number | undefined;
    let refusals = 0;
    while (performance.now() - start <= limitMs) {
      if (refused(await this.withKey(token))) {
        first ??= performance.now() - start;
        refusals += 1;
        if (refusals === REFUSALS_IN_A_ROW) return first;
      } else {
        first = undefined;
        refusals = 0;
      }
      await delay(POLL_MS, undefined, { signal: this.#signal });
    }
    return undefined;
  }
}

export function refused({ status }: Reply): boolean {
  return status === 401 || status === 403;
}

/** Reached the API, which may answer 404 itself. */
export function passed({ status }: Reply): boolean {
  return status >= 200 && status < 500 && status !== 401 && status !== 403;
}
