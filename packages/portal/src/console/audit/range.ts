/** Quick ranges. A shared link to one uses the viewer's own today. */
export const ranges = ['today', '7d', '30d'] as const;
export type Range = (typeof ranges)[number];

const days: Readonly<Record<Range, number>> = { today: 1, '7d': 7, '30d': 30 };

export function isRange(text: string): text is Range {
  return ranges.some((range) => range === text);
}

/** The start of a range of whole days that ends today, in the viewer's time zone, as RFC 3339 in UTC. */
export function sinceOf(range: Range, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - (days[range] - 1)).toISOString();
}
