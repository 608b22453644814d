import { uptime } from 'node:os';

/** Where an {@link UptimeClock} reads the time. */
export interface ClockSources {
  /** Milliseconds since the Unix epoch. Jumps when the machine wakes up or the clock is set. */
  readonly wallMilliseconds: () => number;
  /** Milliseconds of a clock that stops while the machine sleeps. */
  readonly awakeMilliseconds: () => number;
  /** Seconds since the machine booted, including sleep. A call takes 6 µs. */
  readonly uptimeSeconds: () => number;
}

/** The machine's own clocks. */
export const systemClocks: ClockSources = {
  wallMilliseconds: () => Date.now(),
  awakeMilliseconds: () => performance.now(),
  uptimeSeconds: () => uptime(),
};

const SAMPLE_MILLISECONDS = 100;

/**
 * Seconds since the machine booted, at low cost.
 *
 * A program that was suspended must know at once how old its set is, before it hears from the authority. Only
 * the uptime tells, and reading it is expensive. So it is read every 100 ms, and whenever the wall clock has
 * moved by 100 ms more or less than the clock that stops during sleep.
 */
export class UptimeClock {
  readonly #sources: ClockSources;
  #wall = 0;
  #awake = Number.NEGATIVE_INFINITY;
  #uptime = 0;
  /** The wall clock at the last {@link now}, in seconds. Saves the caller a second reading. */
  wallSeconds = 0;

  constructor(sources: ClockSources = systemClocks) {
    this.#sources = sources;
  }

  /** Both clocks. */
  read(): { readonly uptimeSeconds: number; readonly wallSeconds: number } {
    const uptimeSeconds = this.now();
    return { uptimeSeconds, wallSeconds: this.wallSeconds };
  }

  now(): number {
    const wall = this.#sources.wallMilliseconds();
    const awake = this.#sources.awakeMilliseconds();
    this.wallSeconds = wall / 1000;
    const passed = awake - this.#awake;
    const drift = wall - this.#wall - passed;
    if (passed < SAMPLE_MILLISECONDS && drift < SAMPLE_MILLISECONDS && drift > -SAMPLE_MILLISECONDS) {
      return this.#uptime + passed / 1000;
    }
    this.#uptime = this.#sources.uptimeSeconds();
    this.#wall = wall;
    this.#awake = awake;
    return this.#uptime;
  }
}
