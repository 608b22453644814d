import { comparePositions, isSameHistory, type Position } from '@lostwax/contract';
import type { Confirmation } from './followed-set.ts';

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

  /**
   * Lets go of the heads that have been reached, and of those that cannot be any more: of a history that has been left, or with another
   * digest for the same number.
   *
   * @returns The latest of those that have been reached, if any.
   */
  reached(applied: Position): Confirmation | undefined {
    let latest: Confirmation | undefined;
    this.#pending = this.#pending.filter((head) => {
      if (comparePositions(head.position, applied) > 0) return true;
      const { position } = head;
      const agrees = position.seq < applied.seq || position.digest === applied.digest;
      if (!isSameHistory(position, applied) || !agrees) return false;
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
