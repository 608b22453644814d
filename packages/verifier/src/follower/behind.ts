import { isSameHistory, type Position, positionText } from '@lostwax/contract';
import { FeedError } from './feed-error.ts';

/** Whether a head is behind what has been applied, or from another history that did not begin later. */
export function isBehind(head: Position, applied: Position): boolean {
  return isSameHistory(head, applied) ? head.seq < applied.seq : head.epoch <= applied.epoch;
}

/** The error to report for such a head. */
export function gone(head: Position, applied: Position): FeedError {
  return new FeedError(
    'position_behind',
    `The authority is at ${positionText(head)}, which is not later than ${positionText(applied)}, which was applied here: an older copy of its data was put in place. Stop it and run "lostwax restore" on its machine.`,
  );
}
