import type { Store } from '../store/store.ts';
import type { Context } from './context.ts';

const HOUR_MILLISECONDS = 3_600_000;
/** A request may be sent again with its Idempotency-Key for this long. */
const IDEMPOTENCY_MILLISECONDS = 24 * HOUR_MILLISECONDS;
/** Uses are counted by the hour and kept for as long as anybody can ask for them. */
export const USAGE_DAYS = 366;
/** Rows of one transaction: others' requests go in between. */
const CHUNK = 500;
const PAUSE_MILLISECONDS = 60_000;

type Forgetful = Pick<Context, 'store' | 'now'>;

/** Removes what time has ended: sessions with the names of the people in them, remembered requests, and old counts of uses. */
export async function forgetEnded({ store, now }: Forgetful): Promise<void> {
  const at = now();
  await inChunks(() => endedSessions(store, at));
  await inChunks(() => oldRequests(store, at - IDEMPOTENCY_MILLISECONDS));
  const hour = Math.floor(at / HOUR_MILLISECONDS) - USAGE_DAYS * 24;
  await inChunks(() => oldUsage(store, hour));
  await inChunks(() => oldCalls(store, hour));
}

async function inChunks(deleteSome: () => Promise<number>): Promise<void> {
  while ((await deleteSome()) >= CHUNK);
}

/** Nothing is written where there is nothing to delete: an idle authority leaves its disk alone. */
async function endedSessions(store: Store, at: number): Promise<number> {
  const ids = await store.read.sessions.over(at, CHUNK);
  return ids.length === 0 ? 0 : store.write(({ db }) => db.sessions.remove(ids));
}

async function oldRequests(store: Store, before: number): Promise<number> {
  const rows = await store.read.requests.before(before, CHUNK);
  if (rows.length > 0) await store.write(({ db }) => db.requests.remove(rows));
  return rows.length;
}

async function oldUsage(store: Store, beforeHour: number): Promise<number> {
  const rows = await store.read.usage.keysBefore(beforeHour, CHUNK);
  if (rows.length > 0) await store.write(({ db }) => db.usage.removeOfKeys(rows));
  return rows.length;
}

async function oldCalls(store: Store, beforeHour: number): Promise<number> {
  const rows = await store.read.usage.workspacesBefore(beforeHour, CHUNK);
  if (rows.length > 0) await store.write(({ db }) => db.usage.removeOfWorkspaces(rows));
  return rows.length;
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
