import { CommandError } from './errors.ts';

const seconds = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/**
 * Reads a length of time: `90s`, `30m`, `12h`, `90d`, or 0. A number without a unit could be meant as seconds or as days.
 *
 * @returns Seconds, or undefined for another form.
 */
function durationSeconds(text: string): number | undefined {
  if (text === '0') return 0;
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * seconds[unit as keyof typeof seconds];
}

/** @throws {@link CommandError} `usage` for anything but a length of time. */
export function readDuration(flag: string, text: string): number {
  const length = durationSeconds(text);
  if (length !== undefined) return length;
  throw new CommandError('usage', `${flag} takes a duration such as 90s, 30m, 12h or 7d, not "${text}".`);
}

/**
 * A length of time from now on, a day, or a time of RFC 3339, which the authority reads; as a time of RFC 3339. A day counts to its last
 * second, UTC: what ends on a day is good on that day.
 */
export function readTime(flag: string, text: string, nowMillis: number): string {
  const length = durationSeconds(text);
  if (length === undefined) {
    if (/^\d{4}-\d\d-\d\dT/.test(text)) return text;
    if (isDay(text)) return `${text}T23:59:59Z`;
    throw new CommandError(
      'usage',
      `${flag} takes a duration from now such as 90d, a day such as 2030-01-31, or a time such as 2030-01-31T12:00:00Z, not "${text}".`,
    );
  }
  const at = new Date(nowMillis + length * 1_000);
  if (Number.isNaN(at.getTime()))
    throw new CommandError('usage', `${flag} is too far in the future: ${text}.`);
  return at.toISOString();
}

/** A bound of a span: a time of RFC 3339, which the authority reads, or a day, which stands for its first second, UTC. */
export function readBound(text: string): string {
  return isDay(text) ? `${text}T00:00:00Z` : text;
}

function isDay(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  // 30 February is read as a day of March.
  return at !== undefined && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** A time of the API in readable form: `2030-01-31 12:00:00 UTC`. */
export function readable(time: string | null, otherwise = ''): string {
  return time === null ? otherwise : time.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC');
}

/** Seconds since the Unix epoch, as a token says them, as people read them. */
export function readableSeconds(at: number | undefined, otherwise = ''): string {
  // A token may say any number; not every one is a time.
  const date = new Date((at ?? Number.NaN) * 1_000);
  if (at === undefined) return otherwise;
  return Number.isNaN(date.getTime()) ? `${at} s after 1970` : readable(date.toISOString());
}
