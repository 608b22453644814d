import type { View } from '../access/actor.ts';
import type { Context } from '../context.ts';
import { cut, idOfCursor, type Page } from '../page.ts';
import { newestOf } from '../stretches.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { keyView } from './key-view.ts';
import { subjectIn } from './plan.ts';
import type { Key, KeyCount, KeyFilter } from './types.ts';

/**
 * Lists keys, newest first. A page holds at most 500; a cursor continues after the last key of the previous
 * page.
 */
export async function listKeys(
  context: Context,
  slug: string,
  filter: KeyFilter,
  view: View,
): Promise<Page<Key>> {
  const { store, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  const { state, method, q, expiresBefore, limit = 50, cursor } = filter;
  const at = now();
  const listed = await ownedBy(context, workspace.id, filter.customer, view);
  if (listed === undefined) return { items: [], nextCursor: null };
  const wanted = { method, q, expiresBefore, state: state === undefined ? undefined : { in: state, at } };
  const rows = await newestOf({
    below: cursor === undefined ? Number.MAX_SAFE_INTEGER : idOfCursor(cursor),
    most: limit + 1,
    sparse: [q, state, method, expiresBefore].some((narrows) => narrows !== undefined),
    further: (below, count) => store.read.keys.further(listed, below, count),
    read: (from, below, most) => store.read.keys.newest(listed, wanted, { from, below, most }),
  });
  const { shown, nextCursor } = cut(rows, limit, ({ id }) => id);
  return {
    items: shown.map((row) => keyView(context, row, row.customer_subject, slug, at, view)),
    nextCursor,
  };
}

/** Counts stop here; pages have no use for a larger number. */
const MOST_COUNTED = 1_000;

/** Counts revoked and expired keys. Both counts use only an index. */
export async function countEndedKeys(
  context: Context,
  slug: string,
  customer: string | undefined,
  view: View,
): Promise<KeyCount> {
  const { store, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  const listed = await ownedBy(context, workspace.id, customer, view);
  if (listed === undefined) return { count: 0, more: false };
  const count = await store.read.keys.countEnded(listed, now(), MOST_COUNTED + 1);
  return { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED };
}

/** Resolves the customer filter; undefined if there is no such customer. */
async function ownedBy({ store }: Context, workspaceId: number, customer: string | undefined, view: View) {
  const subject = subjectIn(view, customer);
  if (subject === undefined) return { workspace_id: workspaceId, customer_id: null };
  // Looked up first: given the name, SQLite might scan all keys of the workspace for the few of one customer.
  const owner = await store.read.customers.bySubject(workspaceId, subject);
  return owner && { workspace_id: workspaceId, customer_id: owner.id };
}
