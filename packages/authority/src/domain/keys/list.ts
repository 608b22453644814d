import type { Bounds } from '../access/actor.ts';
import type { Context } from '../context.ts';
import type { Page } from '../page.ts';
import { cursorOf, idOfCursor } from '../page.ts';
import { newestOf } from '../stretches.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { keyView } from './key-view.ts';
import { assertOwn } from './plan.ts';
import type { Key, KeyFilter } from './types.ts';

/** Newest first. A page is at most 500; a cursor goes on after the last key of the page before. */
export async function listKeys(
  context: Context,
  slug: string,
  filter: KeyFilter,
  within?: Bounds,
): Promise<Page<Key>> {
  const { store, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  const { state, method, q, limit = 50, cursor } = filter;
  const at = now();
  if (within !== undefined && filter.customer !== undefined) assertOwn(within, filter.customer);
  const subject = within?.customer ?? filter.customer;
  // Looked up first: asked by the name, SQLite may go through all keys of the workspace for the few of one customer.
  const owner =
    subject === undefined ? undefined : await store.read.customers.bySubject(workspace.id, subject);
  if (subject !== undefined && owner === undefined) return { items: [], nextCursor: null };
  const listed = { workspace_id: workspace.id, customer_id: owner?.id ?? null };
  const wanted = { method, q, state: state === undefined ? undefined : { is: state, at } };
  const rows = await newestOf({
    below: cursor === undefined ? Number.MAX_SAFE_INTEGER : idOfCursor(cursor),
    most: limit + 1,
    sparse: q !== undefined || state !== undefined || method !== undefined,
    further: (below, count) => store.read.keys.further(listed, below, count),
    read: (from, below, most) => store.read.keys.newest(listed, wanted, { from, below, most }),
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => keyView(context, row, row.customer_subject, slug, at, within)),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.id) : null,
  };
}
