const FIRST_MILLISECONDS = 100;
const MOST_MILLISECONDS = 5_000;

/** Waits between attempts: twice as long each time, from 0.1 to 5 s, half of it at random, so that many readers do not come at once. */
export class BackOff {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Milliseconds to wait after one more failure. */
  next(): number {
    const most = Math.min(MOST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** Math.min(this.#failures, 16));
    this.#failures++;
    return (most / 2) * (1 + this.#random());
  }

  /** Something has come of an attempt. */
  reset(): void {
    this.#failures = 0;
  }
}
