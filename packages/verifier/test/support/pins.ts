import { createHash } from 'node:crypto';
import { newPinWords, type PinWords, readDigest } from '../../src/pins/words.ts';

/** The pin of a number: as random as a real one, and the same in every thread. */
export function pinOfNumber(number: number, into: PinWords = newPinWords()): PinWords {
  readDigest(createHash('sha256').update(`pin ${number}`).digest('binary'), into);
  return into;
}
