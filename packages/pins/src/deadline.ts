/** Two readings of the clocks differ by less than this. */
const CLOCK_SECONDS = 0.1;

/**
 * Until when a gateway may use its table, in whole seconds since the Unix epoch, rounded down; 0 if it may not. Computed
 * again each time, because the wall clock may have been set.
 *
 * @param seconds - How long from now on.
 */
export function deadlineAfter(seconds: number): number {
  const left = seconds - CLOCK_SECONDS;
  return left > 0 ? Math.floor(Date.now() / 1000 + left) : 0;
}

/** A second less is the rounding; more means that the wall clock was set back, or that the set is not valid. */
export function isWorthWriting(next: number, written: number): boolean {
  return next > written || next < written - 1;
}
