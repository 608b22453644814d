import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Bytes that clients may keep in memory: two whole key sets of a million keys. A larger set may be
 * there twice.
 */
const MOST_HELD_BYTES = 384 * 1024 * 1024;
const LOOK_MILLISECONDS = 1_000;

/** A response in progress, and its parts that haven't been written yet, last part first. */
interface Outgoing {
  readonly response: ServerResponse;
  readonly parts: Buffer[];
  readonly bytes: number;
  readonly since: number;
  sent: number;
}

/**
 * Long responses in progress. A client keeps the version in memory that it began with. Versions
 * share what hasn't changed between them, so fast clients cost nothing; slow ones, each with a
 * different version, could use up all memory. When a limit is exceeded, the slowest are cut off.
 */
export class Outflow {
  readonly #mostBytes: number;
  readonly #outgoing = new Set<Outgoing>();
  #timer: NodeJS.Timeout | undefined;

  constructor(mostBytes: number = MOST_HELD_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /**
   * Sends the parts at the client's pace. Rejects if the client disconnects or is cut off.
   *
   * @param bytes - Total length of the parts.
   */
  async send(response: ServerResponse, parts: readonly Buffer[], bytes: number): Promise<void> {
    const one = { response, parts: parts.toReversed(), bytes, since: performance.now(), sent: 0 };
    this.#outgoing.add(one);
    this.#timer ??= setInterval(() => this.#look(), LOOK_MILLISECONDS).unref();
    try {
      await pipeline(Readable.from(handOver(one), { objectMode: false, highWaterMark: 1 }), response);
    } finally {
      one.parts.length = 0;
      this.#outgoing.delete(one);
      if (this.#outgoing.size === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  #look(): void {
    const now = performance.now();
    const pace = ({ sent, since }: Outgoing): number => sent / (now - since);
    const slowestFirst = [...this.#outgoing].sort((a, b) => pace(a) - pace(b));
    const largest = slowestFirst.reduce((most, { bytes }) => Math.max(most, bytes), 0);
    const most = Math.max(this.#mostBytes, 2 * largest);
    while (slowestFirst.length > 1 && heldBytes(slowestFirst) > most)
      slowestFirst.shift()?.response.destroy();
  }
}

function* handOver(one: Outgoing): Generator<Buffer> {
  for (let part = one.parts.pop(); part !== undefined; part = one.parts.pop()) {
    yield part;
    one.sent += part.length;
  }
}

/** Bytes that several responses share count once. */
function heldBytes(outgoing: readonly Outgoing[]): number {
  const parts = new Set(outgoing.flatMap(({ parts }) => parts));
  let bytes = 0;
  for (const part of parts) bytes += part.length;
  return bytes;
}
