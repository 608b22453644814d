import type { Context } from '../context.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { hourOf } from './days.ts';
import type { UsageReport } from './types.ts';

/**
 * Adds usage counted by a gate or by a reader of access logs. Every report is counted: one that is sent again
 * because its response was lost is counted twice.
 *
 * @returns How many items named a key of the workspace; others are ignored.
 */
export async function addUsage(
  { store, now, watch }: Context,
  slug: string,
  { items, reader, refused = [] }: UsageReport,
): Promise<{ readonly accepted: number; readonly unknown: number }> {
  const workspace = await workspaceRow(store.read, slug);
  const latest = now();
  const accepted =
    items.length === 0
      ? 0
      : await store.write(async ({ db }) => {
          let known = 0;
          const calls = new Map<number, number>();
          for (const { keyId, count, ...item } of items) {
            // A clock that is ahead must not hide all later uses.
            const at = Math.min(item.at, latest);
            const key = await db.keys.markUsed(workspace.id, keyId, at);
            if (key === undefined) continue;
            known += 1;
            const hour = hourOf(at);
            calls.set(hour, (calls.get(hour) ?? 0) + count);
            await db.usage.addToKey(key, hour, count);
          }
          for (const [hour, count] of calls) {
            await db.usage.addToWorkspace(workspace.id, hour, count);
          }
          return known;
        });
  if (reader !== undefined) {
    watch.reported(reader, workspace.id, latest);
    watch.refused(reader, workspace.id, refused, latest);
  }
  return { accepted, unknown: items.length - accepted };
}
