import { setTimeout as delay } from 'node:timers/promises';
import type { LargeHouse } from './house.ts';

const ISSUE_EVERY_MILLISECONDS = 20;

/** Repeats `work` at an interval, at least once, and returns how many milliseconds each run took. */
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

/** How many milliseconds it took to issue each key in the meantime. */
export function issuesUntil(
  { authority, api }: Pick<LargeHouse, 'authority' | 'api'>,
  ended: () => boolean,
): Promise<number[]> {
  return repeatUntil(ISSUE_EVERY_MILLISECONDS, ended, () =>
    authority.call('POST', `${api}/keys`, { customer: 'meanwhile' }),
  );
}
