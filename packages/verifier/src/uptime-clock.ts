import { uptime } from 'node:os';

/** Where an {@link UptimeClock} reads the time. */
export interface ClockSources {
  /** Milliseconds since the Unix epoch; jumps when the machine wakes or somebody sets the clock. */
  readonly wallMilliseconds: () => number;
  /** Milliseconds of a clock that stands still while the machine sleeps. */
  readonly awakeMilliseconds: () => number;
  /** Seconds since the machine started, sleep included. Costs 6 us. */
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
 * Seconds since the machine started, cheaply.
 *
 * A program that was suspended must know at once how old its set is, before it has heard anything. Only the uptime tells that, and
 * it is dear to ask; so it is asked when 100 ms have passed, and when the wall clock has moved by 100 ms more or less than the clock
 * that stands still, as it does after a sleep.
 */
export class UptimeClock {
  readonly #sources: ClockSources;
  #wall = 0;
  #awake = Number.NEGATIVE_INFINITY;
  #uptime = 0;
  /** What the wall clock said at the last {@link now}, in seconds: spares the caller a second reading. */
  wallSeconds = 0;

  constructor(sources: ClockSources = systemClocks) {
    this.#sources = sources;
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
