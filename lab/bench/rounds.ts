const ROUNDS = 5;

/**
 * Measures several things side by side in five rounds. Each round measures everything once, and the order is reversed after each,
 * so that a drifting machine affects all equally.
 *
 * @returns The median of each, in the given order.
 */
export async function medians(
  measures: readonly (() => Promise<number>)[],
  rounds = ROUNDS,
): Promise<readonly number[]> {
  const values = measures.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    const order = [...measures.keys()];
    if (round % 2 === 1) order.reverse();
    for (const index of order) {
      const measure = measures[index];
      if (measure !== undefined) values[index]?.push(await measure());
    }
  }
  return values.map(median);
}

/** @param values - Any order. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** @param part - 0 to 1. */
export function percentile(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
