/** How long a {@link BackOff} waits. */
export interface BackOffOptions {
  /** Longest wait after the first failure, in milliseconds. */
  readonly firstMilliseconds: number;
  /** Longest wait of all, in milliseconds. */
  readonly mostMilliseconds: number;
  /** From 0 up to, not including, 1. */
  readonly random?: (() => number) | undefined;
}

/**
 * Waits between attempts to reach the authority. Each is twice as long as the one before, up to a limit. Half of it is random, so that many
 * readers don't come back at once.
 */
export class BackOff {
  readonly #options: BackOffOptions;
  #failures = 0;

  constructor(options: BackOffOptions) {
    this.#options = options;
  }

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const { firstMilliseconds, mostMilliseconds, random = Math.random } = this.#options;
    const most = Math.min(mostMilliseconds, firstMilliseconds * 2 ** Math.min(this.#failures, 16));
    this.#failures++;
    return (most / 2) * (1 + random());
  }

  /** Starts again at the first wait, after an attempt that succeeded. */
  reset(): void {
    this.#failures = 0;
  }
}
