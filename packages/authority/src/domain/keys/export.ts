import type { Context } from '../context.ts';
import { opaqueMethod } from '../methods/opaque.ts';
import { cut, idOfCursor, type Page } from '../page.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { keyView } from './key-view.ts';
import type { ExportedKey } from './types.ts';

/** Lists every key of a workspace with the pin of opaque ones, newest first. A page holds at most 500. */
export async function exportKeys(
  context: Context,
  slug: string,
  { limit = 50, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<Page<ExportedKey>> {
  const { store, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : idOfCursor(cursor);
  const all = { workspace_id: workspace.id, customer_id: null };
  const rows = await store.read.keys.newest(all, {}, { below, most: limit + 1 });
  const { shown, nextCursor } = cut(rows, limit, ({ id }) => id);
  const at = now();
  const items = shown.map((row) => ({
    ...keyView(context, row, row.customer_subject, slug, at, 'all'),
    pin: row.method === opaqueMethod.name ? row.pin : null,
  }));
  return { items, nextCursor };
}

/**
 * Says of each pin whether any key of the authority that isn't published in a key set has it, or had it before it
 * ended: what another system still accepts may have been imported and revoked here.
 */
export async function knownPins(
  { store }: Context,
  slug: string,
  pins: readonly Uint8Array[],
): Promise<readonly boolean[]> {
  await workspaceRow(store.read, slug);
  return Promise.all(pins.map(async (pin) => (await store.read.keys.byPin(pin)) !== undefined));
}
