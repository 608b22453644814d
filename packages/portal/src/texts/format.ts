import { useContext, useMemo } from 'react';
import { LocaleContext } from './texts.ts';

export interface Format {
  /** 31 Jan 2030 */
  date(at: string | number): string;
  /** A day `2030-01-31`, whatever the time zone: 31 Jan 2030 */
  day(day: string): string;
  /** A day without its year: 31 Jan */
  shortDay(day: string): string;
  /** 31 Jan 2030, 12:00 */
  moment(at: string | number): string;
  /** 12:00:03 */
  clock(at: string | number): string;
  /** in 3 hours, 2 days ago */
  relative(at: string | number, now: number): string;
  number(value: number): string;
  list(items: readonly string[]): string;
}

/** Milliseconds; a year and a month as people mean them. */
const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Dates, times and numbers as the reader writes them, in the reader's own time zone. */
export function useFormat(): Format {
  const { tag } = useContext(LocaleContext);
  return useMemo(() => makeFormat(tag), [tag]);
}

function makeFormat(tag: string): Format {
  const date = new Intl.DateTimeFormat(tag, { dateStyle: 'medium' });
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  const shortDay = new Intl.DateTimeFormat(tag, { month: 'short', day: 'numeric', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' });
  const clock = new Intl.DateTimeFormat(tag, { timeStyle: 'medium' });
  const relative = new Intl.RelativeTimeFormat(tag);
  const justNow = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(0, 'second');
  const number = new Intl.NumberFormat(tag);
  const list = new Intl.ListFormat(tag);
  return {
    date: (at) => date.format(new Date(at)),
    day: (text) => day.format(new Date(`${text}T00:00:00Z`)),
    shortDay: (text) => shortDay.format(new Date(`${text}T00:00:00Z`)),
    moment: (at) => moment.format(new Date(at)),
    clock: (at) => clock.format(new Date(at)),
    relative(at, now) {
      const distance = new Date(at).getTime() - now;
      const found = units.find(([, least]) => Math.abs(distance) >= least);
      // Under a minute the seconds only make the eye jump.
      if (found === undefined) return justNow;
      const [unit, size] = found;
      return relative.format(Math.round(distance / size), unit);
    },
    number: (value) => number.format(value),
    list: (items) => list.format(items),
  };
}
