import type { Context } from './context.ts';
import { keyRow } from './key-view.ts';
import { workspaceRow } from './rows.ts';
import type { Bounds } from './types.ts';
import { MOST_USES } from './usage.ts';
import type { KeyUsage } from './usage-types.ts';

const DAY_MILLISECONDS = 86_400_000;
const HOURS_OF_DAY = 24;

/**
 * Uses of one key by day of UTC.
 *
 * @param days - How many, today included.
 */
export async function keyUsage(
  { store, now, readers }: Context,
  slug: string,
  kid: string,
  days: number,
  within?: Bounds,
): Promise<KeyUsage> {
  const workspace = await workspaceRow(store.read, slug);
  const key = await keyRow(store.read, workspace, kid, within);
  const today = Math.floor(now() / DAY_MILLISECONDS);
  const first = today - days + 1;
  const rows = await store.read
    .selectFrom('usage')
    .select(['hour', 'count'])
    .where('key_id', '=', key.id)
    .where('hour', '>=', first * HOURS_OF_DAY)
    .execute();
  const counts = new Array<number>(days).fill(0);
  for (const { hour, count } of rows) {
    const index = Math.floor(hour / HOURS_OF_DAY) - first;
    if (index < days) counts[index] = Math.min((counts[index] ?? 0) + count, MOST_USES);
  }
  return {
    ...readers.usageOf(workspace.id),
    days: counts.map((count, index) => ({ day: dayText(first + index), count })),
    lastUsedAt: key.last_used_at,
  };
}

const dayText = (day: number): string => new Date(day * DAY_MILLISECONDS).toISOString().slice(0, 10);
