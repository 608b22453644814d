import type { Context } from '../context.ts';

/** Sessions of one transaction. */
const CHUNK = 500;
const PAUSE_MILLISECONDS = 60_000;

/** Removes the sessions that time has ended: nobody needs their hashes, nor the names of the people in them. */
export async function forgetEnded({ store, now }: Pick<Context, 'store' | 'now'>): Promise<void> {
  for (let left = CHUNK; left === CHUNK; ) {
    const rows = await store.read
      .selectFrom('sessions')
      .select('id')
      .where('expires_at', '<=', now())
      .limit(CHUNK)
      .execute();
    left = rows.length;
    if (left === 0) return;
    const ids = rows.map((row) => row.id);
    await store.write(({ db }) => db.deleteFrom('sessions').where('id', 'in', ids).execute());
  }
}

/**
 * Does so now and once a minute, until stopped. A session that is over is refused at once, whether its row is still there or not.
 *
 * @param failed - Hears of a store that refuses; the next look tries again.
 * @returns A function that stops it, and resolves when nothing is under way.
 */
export function startForgetting(context: Context, failed: (error: unknown) => void): () => Promise<void> {
  let running = Promise.resolve();
  const look = (): void => {
    running = running.then(() => forgetEnded(context)).catch(failed);
  };
  look();
  const timer = setInterval(look, PAUSE_MILLISECONDS);
  return () => {
    clearInterval(timer);
    return running;
  };
}
