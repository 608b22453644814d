import { setTimeout as delay } from 'node:timers/promises';

/** Maximum pause after a step. */
const LONGEST_PAUSE_MILLISECONDS = 250;

/**
 * Runs one step of many and then pauses for as long as it took, so that half of the time stays free
 * for other work.
 */
export async function paced<T>(step: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await step();
  await delay(Math.min(performance.now() - began, LONGEST_PAUSE_MILLISECONDS));
  return result;
}
