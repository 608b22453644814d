import type { WorkspaceRow } from '../../store/rows.ts';
import type { Context } from '../context.ts';
import { countDays, hoursFrom } from '../usage/days.ts';
import type { UsageSpan } from '../usage/types.ts';
import { workspaceRow } from './rows.ts';
import type { Overview, Setup } from './types.ts';

const SOON_MILLISECONDS = 30 * 86_400_000;
const MOST_EXPIRING = 10_000;
/** A gateway that has missed three of its fetches, and at least this long, counts as not reporting. */
const SILENT_MILLISECONDS = 60_000;

/**
 * Returns the overview of a workspace for the console. It costs the same for any number of keys: maintained
 * counts, 1,500 hourly rows, and at most 10,000 index entries.
 */
export async function overview(context: Context, slug: string, span: UsageSpan): Promise<Overview> {
  const { store, now, readers, watch } = context;
  const row = await workspaceRow(store.read, slug);
  const at = now();
  const hours = await store.read.usage.ofWorkspace(row.id, hoursFrom(at, 2 * span.days));
  const days = countDays(hours, { ...span, days: 2 * span.days }, at);
  const registered = readers.of(row.id);
  const heard = registered.flatMap((reader) => {
    const last = watch.last(reader.id);
    return last === undefined ? [] : [{ ...last, refreshSeconds: reader.refresh_seconds }];
  });
  return {
    activeKeys: row.live_keys,
    expiringKeys: await store.read.keys.countExpiring(row.id, at, at + SOON_MILLISECONDS, MOST_EXPIRING),
    usageTracking: readers.usageOf(row.id).usageTracking,
    days: days.slice(span.days),
    callsBefore: days.slice(0, span.days).reduce((sum, { count }) => sum + count, 0),
    gateways: {
      registered: registered.length,
      reporting: heard.filter(
        (last) => at - last.at <= Math.max(SILENT_MILLISECONDS, 3_000 * last.refreshSeconds),
      ).length,
    },
    refusals:
      registered
        .flatMap(({ id }) => watch.lastRefusals(id) ?? [])
        .toSorted((a, b) => b.at - a.at)
        .at(0) ?? null,
    setup: await setupOf(context, row, heard.length > 0),
  };
}

/** Derived from existing records, so a step done elsewhere counts here too. */
async function setupOf({ store }: Context, row: WorkspaceRow, heard: boolean): Promise<Setup> {
  const [anyKey, anyCall] = await Promise.all([store.read.keys.any(row.id), store.read.usage.any(row.id)]);
  return {
    permissions: row.scopes !== null || row.scope_texts !== '{}',
    gateway: heard || anyCall,
    key: anyKey,
    call: anyCall,
    portal: row.portal_opened_at !== null,
    embed: row.allowed_origins !== '[]',
  };
}
