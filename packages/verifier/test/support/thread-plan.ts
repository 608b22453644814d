import { newPinWords, type PinWords } from '../../src/pins/words.ts';
import { pinOfNumber } from './pins.ts';

/** Numbers whose pins are always in the table, never, and alternately. */
export const PRESENT = { start: 0, end: 300 } as const;
export const ABSENT = { start: 300, end: 600 } as const;
export const CHANGING = { start: 600, end: 900 } as const;
/** Fill and empty the table, so that it is rewritten all the time. */
export const FILLERS = { start: 1_000, end: 21_000 } as const;

/**
 * The lowest bits of a changing pin's state. The bits above are a counter, so that a state never recurs. 1
 * and 3 are the steps in between: being added, being removed.
 */
export const WAS_REMOVED = 0;
export const WAS_ADDED = 2;

/** The findings of a reading thread. All but the first and the last must be 0. */
export interface ReaderReport {
  lookUps: number;
  /** Pins that are always present but were not found. */
  missed: number;
  /** Pins that are never present but were found. */
  invented: number;
  /** Pins found after their removal had been published. */
  resurrected: number;
  /** Pins not found after their addition had been published. */
  lost: number;
  wrongRecords: number;
  /** Lookups of changing pins that fell entirely within a published state. */
  judged: number;
}

/**
 * The pin of a number of the plan. Changing pins come in pairs that map to the same slots, and each absent
 * one is half of the one and half of the other, so a reader that combines halves of two entries finds it.
 */
export function plannedPin(number: number): PinWords {
  if (number >= ABSENT.start && number < ABSENT.end) {
    const pair = CHANGING.start + ((number - ABSENT.start) & ~1);
    const [one, other] = number % 2 === 0 ? [pair, pair + 1] : [pair + 1, pair];
    return mixed(plannedPin(one), plannedPin(other), 2);
  }
  if (number >= CHANGING.start && number < CHANGING.end && number % 2 === 1) {
    const pin = pinOfNumber(number, newPinWords());
    const partner = pinOfNumber(number - 1, newPinWords());
    pin[1] = partner[1] as number;
    pin[3] = ((pin[3] as number) & ~0xff) | ((partner[3] as number) & 0xff);
    return pin;
  }
  return pinOfNumber(number, newPinWords());
}

function mixed(head: PinWords, tail: PinWords, from: number): PinWords {
  const pin = head.slice();
  pin.set(tail.subarray(from), from);
  return pin;
}
