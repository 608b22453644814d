import { MOST_USES } from '../../store/queries/usage.ts';
import type { DayCount, UsageSpan } from './types.ts';

const DAY_MILLISECONDS = 86_400_000;
const HOUR_MILLISECONDS = 3_600_000;
const HOURS_OF_DAY = 24;

/** Returns the hour, since the Unix epoch, of a time in milliseconds. */
export function hourOf(at: number): number {
  return Math.floor(at / HOUR_MILLISECONDS);
}

/**
 * Returns the first hour, since the Unix epoch, that can fall in the last `days` days. Includes one extra day
 * for time zones on the other side of UTC.
 */
export function hoursFrom(now: number, days: number): number {
  return hourOf(now) - (days + 1) * HOURS_OF_DAY;
}

/**
 * Converts counts by hour to counts by day of a time zone, oldest first, today last. An hour of UTC belongs
 * to the day on which it starts there.
 *
 * @param now - Milliseconds since the Unix epoch.
 */
export function countDays(
  rows: readonly { readonly hour: number; readonly count: number }[],
  { days, timeZone }: UsageSpan,
  now: number,
): DayCount[] {
  const dayOf = dayTexts(timeZone);
  // Calendar days: some have 23 or 25 hours.
  const today = Date.parse(dayOf(now));
  const counts = new Map(
    Array.from({ length: days }, (_, index) => [isoDay(today - (days - 1 - index) * DAY_MILLISECONDS), 0]),
  );
  for (const { hour, count } of rows) {
    const day = dayOf(hour * HOUR_MILLISECONDS);
    const before = counts.get(day);
    if (before !== undefined) counts.set(day, Math.min(before + count, MOST_USES));
  }
  return [...counts].map(([day, count]) => ({ day, count }));
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Formats the day of a time as `2030-01-31`. */
function dayTexts(timeZone: string): (at: number) => string {
  if (timeZone === 'UTC') return isoDay;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return (at) => format.format(at);
}
