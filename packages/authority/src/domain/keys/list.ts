import { sql } from 'kysely';
import type { Bounds } from '../access/actor.ts';
import type { Context } from '../context.ts';
import { customerBySubject } from '../customers/rows.ts';
import type { Page } from '../page.ts';
import { cursorOf, idOfCursor } from '../page.ts';
import { newestOf } from '../stretches.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { keyView, selectKeys } from './key-view.ts';
import { assertOwn } from './plan.ts';
import type { Key, KeyFilter, KeyState } from './types.ts';

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
  const [owner] = subject === undefined ? [] : await customerBySubject(store.read, workspace.id, subject);
  if (subject !== undefined && owner === undefined) return { items: [], nextCursor: null };
  const listed =
    owner === undefined
      ? sql<boolean>`keys.workspace_id = ${workspace.id}`
      : sql<boolean>`keys.customer_id = ${owner.id}`;
  const rows = await newestOf({
    below: cursor === undefined ? Number.MAX_SAFE_INTEGER : idOfCursor(cursor),
    most: limit + 1,
    sparse: q !== undefined || state !== undefined || method !== undefined,
    further: (below, count) =>
      store.read
        .selectFrom('keys')
        .select('keys.id')
        .where(listed)
        .where('keys.id', '<', below)
        .orderBy('keys.id', 'desc')
        .offset(count - 1)
        .limit(1)
        .executeTakeFirst(),
    read: (from, below, most) =>
      selectKeys(store.read)
        .where(listed)
        .where('keys.id', '>=', from)
        .where('keys.id', '<', below)
        .$if(method !== undefined, (query) => query.where('keys.method', '=', method as 'signed'))
        .$if(state !== undefined, (query) => query.where(inState(state as KeyState, at)))
        .$if(q !== undefined, (query) => query.where(matches(q as string)))
        .orderBy('keys.id', 'desc')
        .limit(most)
        .execute(),
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => keyView(context, row, row.customer_subject, slug, at, within)),
    nextCursor: rows.length > limit && last !== undefined ? cursorOf(last.id) : null,
  };
}

/** A part of the name, the beginning of the key id, or the ending. */
function matches(q: string) {
  return sql<boolean>`(${likePart('keys.name', q)} or substr(keys.kid, 1, ${[...q].length}) = ${q} or keys.ending = ${q})`;
}

/** The same order of states as `stateOf`, for the database. */
function inState(state: KeyState, now: number) {
  if (state === 'revoked') return sql<boolean>`keys.revoked_at is not null`;
  const ended = sql`(keys.expires_at is not null and keys.expires_at <= ${now})`;
  if (state === 'expired') return sql<boolean>`(keys.revoked_at is null and ${ended})`;
  const disabled = state === 'disabled' ? sql`keys.disabled_at is not null` : sql`keys.disabled_at is null`;
  return sql<boolean>`(keys.revoked_at is null and not ${ended} and ${disabled})`;
}

/** Whether a column holds this text somewhere, in any case of ASCII letters; `%` and `_` stand for themselves. */
export function likePart(column: string, text: string) {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`lower(${sql.ref(column)}) like lower(${pattern}) escape '\\'`;
}
