import { Agent, request } from 'node:http';
import { TargetError } from '../errors.ts';

/** What nginx says about its table after each request. */
export interface NginxState {
  /** Empty until a whole table has been written. */
  readonly stamp: string;
  /** Requests that have changed the table. */
  readonly writes: number;
  readonly count: number;
  /** In seconds since the Unix epoch; 0 if there is none. */
  readonly deadline: number;
  /** Entries that this request removed. */
  readonly removed: number;
}

const PATIENCE_MILLISECONDS = 5_000;
/** A million names have 17 MB. */
const MOST_ANSWER_BYTES = 512 * 2 ** 20;

/** HTTP over the Unix socket of nginx, one request at a time. The connection lives as long as this object. */
export class NginxConnection {
  readonly #path: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(path: string) {
    this.#path = path;
  }

  /** @throws {@link TargetError} */
  async state(): Promise<NginxState> {
    return asState(await this.#ask('GET', '/'), this.#path);
  }

  /**
   * Applies commands to the table.
   *
   * @param text - Lines in the form that the njs module describes, at least one, each with its line break.
   * @throws {@link TargetError}
   */
  async write(text: string): Promise<NginxState> {
    return asState(await this.#ask('POST', '/', text), this.#path);
  }

  /** The names of all entries. @throws {@link TargetError} */
  async names(): Promise<Set<string>> {
    const text = await this.#ask('GET', '/keys');
    return new Set(text === '' ? [] : text.split('\n'));
  }

  close(): void {
    this.#agent.destroy();
  }

  async #ask(method: string, path: string, body?: string): Promise<string> {
    const { status, text } = await this.#send(method, path, body);
    if (status === 200) return text;
    if (status === 409)
      throw new TargetError('The table in nginx has been emptied or written by another process.');
    if (status === 507)
      throw new TargetError(
        'The table in nginx is full, so it refuses every key. Run "lostwax gateway nginx --mode pins" with a higher --keys and reload nginx.',
      );
    throw unfit(this.#path, `it answered ${status}`);
  }

  #send(method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
    const fail = (error: Error): void =>
      reject(new TargetError(`nginx does not answer at ${this.#path}: ${error.message}`, { cause: error }));
    const headers = { host: 'lostwax', ...(body !== undefined && { 'content-type': 'text/plain' }) };
    const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
    const options = { socketPath: this.#path, agent: this.#agent, method, path, headers, signal };
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_ANSWER_BYTES) outgoing.destroy(new Error('its answer is too long'));
        else chunks.push(chunk);
      });
      incoming.on('error', fail);
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
    });
    outgoing.on('error', fail);
    outgoing.end(body);
    return promise;
  }
}

function asState(text: string, path: string): NginxState {
  try {
    const { stamp, writes, count, deadline, removed } = JSON.parse(text) as NginxState;
    const numbers = [writes, count, deadline, removed];
    if (typeof stamp === 'string' && numbers.every((it) => Number.isSafeInteger(it)))
      return { stamp, writes, count, deadline, removed };
  } catch {}
  throw unfit(path, 'its answer is not one of its script');
}

function unfit(path: string, reason: string): TargetError {
  return new TargetError(
    `The nginx at ${path} has no table for keys: ${reason}. Use the configuration and the script that "lostwax gateway nginx --mode pins" prints.`,
  );
}
