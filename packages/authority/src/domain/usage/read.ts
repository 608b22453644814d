import type { Bounds } from '../access/actor.ts';
import type { Context } from '../context.ts';
import { keyRow } from '../keys/key-view.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { MOST_USES } from './add.ts';
import type { KeyUsage, UsageSpan } from './types.ts';

const DAY_MILLISECONDS = 86_400_000;
const HOUR_MILLISECONDS = 3_600_000;
const HOURS_OF_DAY = 24;

/** Uses of one key by day of a time zone. An hour of UTC counts to the day in which it begins there. */
export async function keyUsage(
  { store, now, readers }: Context,
  slug: string,
  kid: string,
  { days, timeZone }: UsageSpan,
  within?: Bounds,
): Promise<KeyUsage> {
  const workspace = await workspaceRow(store.read, slug);
  const key = await keyRow(store.read, workspace, kid, within);
  const dayOf = dayTexts(timeZone);
  // Days as a calendar has them: by the clock, some have 23 or 25 hours.
  const today = Date.parse(dayOf(now()));
  const counts = new Map(
    Array.from({ length: days }, (_, index) => [isoDay(today - (days - 1 - index) * DAY_MILLISECONDS), 0]),
  );
  const rows = await store.read
    .selectFrom('usage')
    .select(['hour', 'count'])
    .where('key_id', '=', key.id)
    // One day more, for zones on the other side of UTC.
    .where('hour', '>=', Math.floor(now() / HOUR_MILLISECONDS) - (days + 1) * HOURS_OF_DAY)
    .execute();
  for (const { hour, count } of rows) {
    const day = dayOf(hour * HOUR_MILLISECONDS);
    const before = counts.get(day);
    if (before !== undefined) counts.set(day, Math.min(before + count, MOST_USES));
  }
  return {
    ...readers.usageOf(workspace.id),
    days: [...counts].map(([day, count]) => ({ day, count })),
    lastUsedAt: key.last_used_at,
  };
}

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Writes the day of a time as `2030-01-31`. */
function dayTexts(timeZone: string): (at: number) => string {
  if (timeZone === 'UTC') return isoDay;
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' });
  return (at) => format.format(at);
}
