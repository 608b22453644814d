/** A straight line through points. */
export interface Line {
  readonly slope: number;
  /** The value at 0. */
  readonly start: number;
  /** The standard error of the slope; NaN with fewer than three points. */
  readonly slopeError: number;
}

/** The line with the least sum of squared vertical distances. */
export function leastSquares(points: readonly (readonly [x: number, y: number])[]): Line {
  const sum = (of: (x: number, y: number) => number): number =>
    points.reduce((total, [x, y]) => total + of(x, y), 0);
  const meanX = sum((x) => x) / points.length;
  const meanY = sum((_, y) => y) / points.length;
  const spread = sum((x) => (x - meanX) ** 2);
  const slope = sum((x, y) => (x - meanX) * (y - meanY)) / spread;
  const start = meanY - slope * meanX;
  const rest = sum((x, y) => (y - start - slope * x) ** 2);
  return { slope, start, slopeError: Math.sqrt(rest / (points.length - 2) / spread) };
}
