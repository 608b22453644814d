/**
 * How fresh a set is, shared by all threads that check with it: the uptime at which the head request was sent
 * whose position has been applied (spec/feed.md §6). Stored in eighths of a second, rounded down, so that no
 * thread can read a torn value.
 */
export class Freshness {
  readonly #cell: Int32Array;
  readonly maxStaleSeconds: number;

  /**
   * @param buffer - The buffer of another thread's {@link Freshness}. Default: a new one that is not fresh
   *   yet.
   */
  constructor(maxStaleSeconds: number, buffer: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.maxStaleSeconds = maxStaleSeconds;
    this.#cell = new Int32Array(buffer);
  }

  get buffer(): SharedArrayBuffer {
    return this.#cell.buffer as SharedArrayBuffer;
  }

  /** Uptime in seconds up to which everything is known, or undefined before the first confirmation. */
  get sinceSeconds(): number | undefined {
    const eighths = Atomics.load(this.#cell, 0);
    return eighths === 0 ? undefined : eighths / 8;
  }

  /** Never moves backward. */
  confirm(sentUptimeSeconds: number): void {
    const eighths = Math.max(1, Math.floor(sentUptimeSeconds * 8));
    if (eighths > (this.#cell[0] as number)) Atomics.store(this.#cell, 0, eighths);
  }

  /** Discards what was known. */
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
