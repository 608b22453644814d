import { comparePositions, isSameHistory, type Position } from '@lostwax/contract';
import type { Confirmation } from './followed-set.ts';

/** A head that was received and whose position has not been applied yet. */
interface PendingHead extends Confirmation {
  readonly position: Position;
  /** Milliseconds of the clock that stops during sleep. */
  readonly heardMilliseconds: number;
}

const MOST_PENDING = 64;

/**
 * Heads whose positions have not been applied yet. Each one confirms the set as soon as its position is
 * applied (spec/feed.md §6).
 */
export class HeadWatch {
  #pending: PendingHead[] = [];

  hear(head: PendingHead): void {
    // The earliest is applied first. This many at once means that the set has been stale for long.
    if (this.#pending.length < MOST_PENDING) this.#pending.push(head);
  }

  /**
   * Removes the heads whose positions have been applied, and those that never will be: from an abandoned
   * history, or with another digest for the same number.
   *
   * @returns The latest of those applied, if any.
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

  /** When the earliest pending head was received, or undefined. */
  get waitingSinceMilliseconds(): number | undefined {
    return this.#pending[0]?.heardMilliseconds;
  }
}
