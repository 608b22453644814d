const form = /^(\d{4,6})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))$/i;

/**
 * Parses a time of RFC 3339 with any offset. Also accepts years of five and six digits, so that the
 * error can say that they are too far away rather than not a time.
 *
 * @returns Milliseconds since the Unix epoch, or undefined for anything else, such as another
 * format or the 30th of February.
 */
export function parseTime(text: string): number | undefined {
  const parts = form.exec(text);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [fraction = '', sign = '+', offsetHours = '0', offsetMinutes = '0'] = parts.slice(7);
  if (hour > 23 || minute > 59 || second > 60 || Number(offsetHours) > 23 || Number(offsetMinutes) > 59)
    return undefined;
  const date = new Date(0);
  // Not Date.UTC: it reads the years 0 to 99 as 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  // `Date` would read the 30th of February as the 1st of March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, second, Number(fraction.slice(0, 3).padEnd(3, '0')));
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return date.getTime() - (sign === '-' ? -offset : offset);
}

/** The first and the last millisecond that RFC 3339 can express. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/** Formats a time as RFC 3339 in UTC, to the second or, where there are any, with milliseconds. */
export function formatTime(milliseconds: number): string {
  // A time that no date can have was written directly into the database.
  const shown = Math.min(Math.max(milliseconds, EARLIEST), LATEST);
  return new Date(shown).toISOString().replace('.000Z', 'Z');
}
