import type { Confirmation } from './followed-set.ts';
import { comparePositions, type Position } from './position.ts';

/** A head that has been heard and not been reached. */
interface PendingHead extends Confirmation {
  readonly position: Position;
  /** Milliseconds of the clock that stands still in sleep. */
  readonly heardMilliseconds: number;
}

const MOST_PENDING = 64;

/** The heads whose positions are still to be applied: each dates the set as soon as it is reached (spec/feed.md §6). */
export class HeadWatch {
  #pending: PendingHead[] = [];

  hear(head: PendingHead): void {
    // The earliest are reached first. So many at once mean that the set has been stale for long.
    if (this.#pending.length < MOST_PENDING) this.#pending.push(head);
  }

  /** @returns The latest of the heads that have been reached, if any. */
  reached(applied: Position): Confirmation | undefined {
    let latest: Confirmation | undefined;
    this.#pending = this.#pending.filter((head) => {
      if (comparePositions(head.position, applied) > 0) return true;
      if (latest === undefined || head.uptimeSeconds > latest.uptimeSeconds) latest = head;
      return false;
    });
    return latest;
  }

  /** When the earliest head was heard that has not been reached, or undefined. */
  get waitingSinceMilliseconds(): number | undefined {
    return this.#pending[0]?.heardMilliseconds;
  }
}
