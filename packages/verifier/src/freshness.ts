/**
 * How fresh a set is, for all threads that check with it: the uptime at which a head request was sent whose position has been
 * applied (spec/feed.md §6). It is kept in eighths of a second, rounded down, so that no thread can read half a number.
 */
export class Freshness {
  readonly #cell: Int32Array;
  readonly maxStaleSeconds: number;

  /** @param buffer - Of another thread's {@link Freshness}; left out: a new one, never fresh yet. */
  constructor(maxStaleSeconds: number, buffer: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.maxStaleSeconds = maxStaleSeconds;
    this.#cell = new Int32Array(buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.#cell.buffer as SharedArrayBuffer;
  }

  /** Seconds of uptime since which nothing is unknown, or undefined before the first. */
  get sinceSeconds(): number | undefined {
    const eighths = Atomics.load(this.#cell, 0);
    return eighths === 0 ? undefined : eighths / 8;
  }

  /** Never goes back. */
  confirm(sentUptimeSeconds: number): void {
    const eighths = Math.max(1, Math.floor(sentUptimeSeconds * 8));
    if (eighths > (this.#cell[0] as number)) Atomics.store(this.#cell, 0, eighths);
  }

  /** Nothing is known any more. */
  reset(): void {
    Atomics.store(this.#cell, 0, 0);
  }

  /** Infinity before the first confirmation. */
  ageSeconds(nowUptimeSeconds: number): number {
    const since = this.sinceSeconds;
    return since === undefined ? Number.POSITIVE_INFINITY : Math.max(0, nowUptimeSeconds - since);
  }

  isFresh(nowUptimeSeconds: number): boolean {
    const eighths = Atomics.load(this.#cell, 0);
    return eighths !== 0 && nowUptimeSeconds - eighths / 8 <= this.maxStaleSeconds;
  }
}
