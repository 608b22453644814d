import type { Queries } from '../store/queries/queries.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { repeat } from './repeat.ts';
import { hourOf } from './usage/days.ts';

/** How long a request can be repeated with its Idempotency-Key. */
const IDEMPOTENCY_MILLISECONDS = 86_400_000;
/** Hourly usage counts are kept for as long as they can be queried. */
export const USAGE_DAYS = 366;
/** Rows per transaction, so that other requests can run in between. */
const CHUNK = 500;
const PAUSE_MILLISECONDS = 60_000;

type Forgetful = Pick<Context, 'store' | 'now'>;

/**
 * Deletes expired rows: sessions with the names of their people, remembered requests, what access tokens
 * leave behind, and old usage counts.
 */
export async function forgetEnded({ store, now }: Forgetful): Promise<void> {
  const at = now();
  const before = at - IDEMPOTENCY_MILLISECONDS;
  const hour = hourOf(at) - USAGE_DAYS * 24;
  const { sessions, requests, usage, shortLived } = store.read;
  await removeAll(
    store,
    () => sessions.over(at, CHUNK),
    ({ sessions }, ids) => sessions.remove(ids),
  );
  await removeAll(
    store,
    () => requests.before(before, CHUNK),
    ({ requests }, rows) => requests.remove(rows),
  );
  await removeAll(
    store,
    () => shortLived.over(at, CHUNK),
    ({ shortLived }, rows) => shortLived.remove(rows),
  );
  await removeAll(
    store,
    () => usage.keysBefore(hour, CHUNK),
    ({ usage }, rows) => usage.removeOfKeys(rows),
  );
  await removeAll(
    store,
    () => usage.workspacesBefore(hour, CHUNK),
    ({ usage }, rows) => usage.removeOfWorkspaces(rows),
  );
}

/**
 * Deletes rows in chunks. Writes nothing if there is nothing to delete, so an idle authority doesn't touch
 * its disk.
 */
async function removeAll<Row>(
  store: Store,
  find: () => Promise<readonly Row[]>,
  remove: (db: Queries, rows: readonly Row[]) => Promise<unknown>,
): Promise<void> {
  for (let found = CHUNK; found === CHUNK; ) {
    const rows = await find();
    if (rows.length > 0) await store.write(({ db }) => remove(db, rows));
    found = rows.length;
  }
}

/**
 * Deletes expired rows now and then once a minute, until stopped. Expired rows are refused immediately,
 * whether or not they have been deleted. See {@link repeat}.
 */
export function startForgetting(context: Forgetful, failed: (error: unknown) => void): () => Promise<void> {
  return repeat(() => forgetEnded(context), PAUSE_MILLISECONDS, failed);
}
