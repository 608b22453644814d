const ROUNDS = 5;

/**
 * Measures several things side by side: five rounds, each thing once a round, the order turned round after each, so that a machine that
 * drifts drifts for all of them.
 *
 * @returns The median of each, in the order given.
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

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
