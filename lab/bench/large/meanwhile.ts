import { setTimeout as delay } from 'node:timers/promises';
import type { LargeHouse } from './house.ts';

const ISSUE_EVERY_MILLISECONDS = 20;

/** Does something every so often, once at least, and says how many milliseconds each time took. */
export async function repeatUntil(
  everyMilliseconds: number,
  ended: () => boolean,
  work: (count: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  do {
    const began = performance.now();
    await work(times.length);
    times.push(performance.now() - began);
    await delay(everyMilliseconds);
  } while (!ended());
  return times;
}

/** How many milliseconds each of the keys took that were issued meanwhile. */
export function issuesUntil({ authority, api }: LargeHouse, ended: () => boolean): Promise<number[]> {
  return repeatUntil(ISSUE_EVERY_MILLISECONDS, ended, () =>
    authority.call('POST', `${api}/keys`, { customer: 'meanwhile' }),
  );
}

/** @param part - 0 to 1. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
