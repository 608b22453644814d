import { sql } from 'kysely';
import type { Context } from './context.ts';
import { selectKeys } from './key-view.ts';
import { Ledger } from './ledger.ts';
import { changeKey } from './lifecycle.ts';
import { KEYS_A_STEP, paced } from './tasks/pace.ts';

/** Longest wait between two looks: a clock that jumps is noticed within it. */
const LONGEST_WAIT_MILLISECONDS = 1_000;

/** Takes the pins of keys whose time is over out of the set; ends of overlaps are expiries like others. */
export async function endExpired(context: Pick<Context, 'store' | 'now'>): Promise<void> {
  while ((await endSome(context)) === KEYS_A_STEP);
}

async function endSome({ store, now }: Pick<Context, 'store' | 'now'>): Promise<number> {
  const due = await dueKeys({ store, now });
  const byWorkspace = Map.groupBy(due, (key) => key.workspace_id);
  for (const [workspaceId, keys] of byWorkspace) {
    await store.write((tx) =>
      Ledger.write(tx, workspaceId, { id: 'system', address: null }, now(), async (ledger) => {
        const ids = keys.map((key) => key.id);
        // Read again: it may have been revoked, or its overlap moved, since.
        const current = await selectKeys(tx.db).where('keys.id', 'in', ids).execute();
        for (const key of current) {
          if (key.published === 0 || (key.expires_at ?? Infinity) > ledger.at) continue;
          await changeKey(ledger, key, key.customer_state, {});
          ledger.record({ action: 'key.expire', kid: key.kid, customerRef: key.customer_ref });
        }
      }),
    );
  }
  return due.length;
}

function dueKeys({ store, now }: Pick<Context, 'store' | 'now'>) {
  return store.read
    .selectFrom('keys')
    .select(['id', 'workspace_id'])
    .where('published', '=', sql.lit(1))
    .where('expires_at', '<=', now())
    .limit(KEYS_A_STEP)
    .execute();
}

/**
 * Ends keys when their time comes, until stopped.
 *
 * @param failed - Hears of a store that refuses; the next look tries again.
 * @returns A function that stops it, and resolves when nothing is under way.
 */
export function startExpiry(context: Context, failed: (error: unknown) => void): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const endInPace = async (): Promise<void> => {
    while (!stopped && (await paced(() => endSome(context))) === KEYS_A_STEP);
  };
  const look = async (): Promise<void> => {
    const next = await endInPace()
      .then(() => nextExpiry(context))
      .catch((error: unknown) => {
        failed(error);
        // What could not be ended stays due: without a pause, a full disk would be asked as fast as it can refuse.
        return null;
      });
    if (stopped) return;
    const wait = Math.max(0, Math.min((next ?? Infinity) - context.now(), LONGEST_WAIT_MILLISECONDS));
    timer = setTimeout(() => {
      running = look();
    }, wait);
  };
  running = look();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

async function nextExpiry({ store }: Context): Promise<number | null> {
  const row = await store.read
    .selectFrom('keys')
    .select('expires_at')
    .where('published', '=', sql.lit(1))
    .where('expires_at', 'is not', null)
    .orderBy('expires_at')
    .limit(1)
    .executeTakeFirst();
  return row?.expires_at ?? null;
}
