import { setTimeout as delay } from 'node:timers/promises';

const INTERVAL_MS = 20;

/**
 * Polls `condition` every 20 ms until it returns a value, and returns that value.
 *
 * @param what - What it waits for, as named in the error: `the revoked key is refused`.
 * @param deadlineMs - Milliseconds from now.
 * @param condition - `undefined` and `false` mean not yet. If it throws, waiting stops.
 * @throws Error that names `what`, once the deadline has passed.
 */
export async function until<T>(
  what: string,
  deadlineMs: number,
  condition: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await delay(INTERVAL_MS);
  }
}
