import { setTimeout as delay } from 'node:timers/promises';

/** Maximum pause after a step. */
const LONGEST_PAUSE_MILLISECONDS = 250;

/**
 * How long to pause after a step, so that half of the time stays free for other work.
 *
 * @param milliseconds - How long the step took.
 */
export function pauseAfter(milliseconds: number): number {
  return Math.min(milliseconds, LONGEST_PAUSE_MILLISECONDS);
}

/** Runs one step of many, and then pauses as {@link pauseAfter} says. */
export async function paced<T>(step: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const result = await step();
  await delay(pauseAfter(performance.now() - began));
  return result;
}

/** Pauses the whole thread: only where nothing else runs in it. */
export function block(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
