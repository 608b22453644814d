import type { Queries } from '../store/queries/queries.ts';
import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';
import { hourOf } from './usage/days.ts';

/** A request may be sent again with its Idempotency-Key for this long. */
const IDEMPOTENCY_MILLISECONDS = 86_400_000;
/** Uses are counted by the hour and kept for as long as anybody can ask for them. */
export const USAGE_DAYS = 366;
/** Rows of one transaction: others' requests go in between. */
const CHUNK = 500;
const PAUSE_MILLISECONDS = 60_000;

type Forgetful = Pick<Context, 'store' | 'now'>;

/** Removes what time has ended: sessions with the names of the people in them, remembered requests, and old counts of uses. */
export async function forgetEnded({ store, now }: Forgetful): Promise<void> {
  const at = now();
  const before = at - IDEMPOTENCY_MILLISECONDS;
  const hour = hourOf(at) - USAGE_DAYS * 24;
  const { sessions, requests, usage } = store.read;
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
    () => usage.keysBefore(hour, CHUNK),
    ({ usage }, rows) => usage.removeOfKeys(rows),
  );
  await removeAll(
    store,
    () => usage.workspacesBefore(hour, CHUNK),
    ({ usage }, rows) => usage.removeOfWorkspaces(rows),
  );
}

/** Removes chunk after chunk. Nothing is written where there is nothing to remove: an idle authority leaves its disk alone. */
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
 * Does so now and once a minute, until stopped. What is over is refused at once, whether its row is still there or not.
 *
 * @param failed - Hears of a store that refuses; the next look tries again.
 * @returns A function that stops it, and resolves when nothing is under way.
 */
export function startForgetting(context: Forgetful, failed: (error: unknown) => void): () => Promise<void> {
  let stopped = false;
  let running = Promise.resolve();
  const look = (): void => {
    running = running.then(() => (stopped ? undefined : forgetEnded(context))).catch(failed);
  };
  look();
  const timer = setInterval(look, PAUSE_MILLISECONDS);
  return () => {
    stopped = true;
    clearInterval(timer);
    return running;
  };
}
