import type { View } from '../access/actor.ts';
import type { Context } from '../context.ts';
import { keyRow } from '../keys/key-view.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { countDays, hoursFrom } from './days.ts';
import type { KeyUsage, UsageSpan } from './types.ts';

/**
 * Returns the usage of one key by day of a time zone. An hour of UTC belongs to the day on which it starts
 * there.
 */
export async function keyUsage(
  { store, now, readers }: Context,
  slug: string,
  kid: string,
  span: UsageSpan,
  view: View,
): Promise<KeyUsage> {
  const workspace = await workspaceRow(store.read, slug);
  const key = await keyRow(store.read, workspace, kid, view);
  const rows = await store.read.usage.ofKey(key.id, hoursFrom(now(), span.days));
  return {
    ...readers.usageOf(workspace.id),
    days: countDays(rows, span, now()),
    lastUsedAt: key.last_used_at,
  };
}
