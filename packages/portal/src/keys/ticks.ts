const MOST_STEPS = 4;

/** Round numbers from 0 to the first one that is at least `most`: up to four steps of 1, 2 or 5 times a power of ten. */
export function ticksUpTo(most: number): readonly number[] {
  const power = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(most, 1))) - 1);
  const step =
    [1, 2, 5, 10, 20, 50].map((of) => of * power).find((size) => most <= size * MOST_STEPS) ?? most;
  const steps = Math.max(1, Math.ceil(most / step));
  return [...Array(steps + 1).keys()].map((of) => of * step);
}
