/** Spans that are one click away; a shared link to one means the reader's own today. */
export const ranges = ['today', '7d', '30d'] as const;
export type Range = (typeof ranges)[number];

const days: Readonly<Record<Range, number>> = { today: 1, '7d': 7, '30d': 30 };

export function isRange(text: string): text is Range {
  return ranges.some((range) => range === text);
}

/** The first moment of a span of whole days that ends with today, in the viewer's time zone: RFC 3339 in UTC. */
export function sinceOf(range: Range, now: Date): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - (days[range] - 1)).toISOString();
}
