import type { UptimeClock } from '../uptime-clock.ts';
import { FeedError } from './feed-error.ts';
import type { Confirmation } from './followed-set.ts';

/** A pointer from further in the future is rejected: one of the two clocks is wrong. */
const MOST_AHEAD_SECONDS = 10;

/**
 * Translates the time in a pointer, by the publisher's clock, to this machine's uptime, never to a later one
 * than it can have been.
 *
 * The age by the wall clocks is too low if this machine's clock is slow. But no pointer can be read before it
 * was written, so the smallest difference between the two clocks so far is a second bound: a slow clock adds at
 * most the shortest delay at which a pointer has ever arrived here.
 */
export class PointerClock {
  readonly #clock: UptimeClock;
  #leastDifference = Number.POSITIVE_INFINITY;

  constructor(clock: UptimeClock) {
    this.#clock = clock;
  }

  /**
   * @param atSeconds - The time in the pointer, in seconds since the Unix epoch.
   * @param asked - Both clocks when the pointer was requested.
   * @throws {@link FeedError} `clocks_differ`.
   */
  timeOf(atSeconds: number, asked: Confirmation): Confirmation {
    const ahead = atSeconds - this.#clock.read().wallSeconds;
    if (ahead > MOST_AHEAD_SECONDS)
      throw new FeedError(
        'clocks_differ',
        `The pointer of the static feed is from ${Math.round(ahead)} s in the future: the clock of this machine or of the publisher is wrong. Synchronize both (NTP).`,
      );
    this.#leastDifference = Math.min(this.#leastDifference, asked.uptimeSeconds - atSeconds);
    const byWall = asked.uptimeSeconds - (asked.wallSeconds - atSeconds);
    const age = asked.uptimeSeconds - Math.min(byWall, atSeconds + this.#leastDifference);
    return { uptimeSeconds: asked.uptimeSeconds - age, wallSeconds: asked.wallSeconds - age };
  }
}
