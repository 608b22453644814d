import { paced } from '../../paced.ts';
import type { KeyRow } from '../../store/rows.ts';
import { SYSTEM } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { KEYS_A_STEP } from '../tasks/types.ts';
import { changeKey } from './lifecycle.ts';

/** Longest wait between two checks: a clock that jumps is noticed within this time. */
const LONGEST_WAIT_MILLISECONDS = 1_000;
/** A clock set back by less than this is a normal correction. */
const JUMP_MILLISECONDS = 1_000;

/** How many overdue keys can be withheld from responses while their expiration can't be written. */
const MOST_OVERDUE = 10_000;

type Clocked = Pick<Context, 'store' | 'now'>;

/** Removes the pins of expired keys from the set; the end of an overlap is an ordinary expiration. */
export async function endExpired(context: Clocked): Promise<void> {
  while ((await endSome(context)) === KEYS_A_STEP);
}

async function endSome(context: Clocked): Promise<number> {
  return settle(context, await dueKeys(context, KEYS_A_STEP), 'key.expire');
}

function dueKeys({ store, now }: Clocked, most: number) {
  return store.read.keys.due(now(), most);
}

/**
 * Restores the pins of some keys that expired only because the clock was ahead. Time alone ended them, so the
 * corrected time decides: a clock that was a year ahead for one second must not cost every customer their
 * keys.
 */
async function restoreSome(context: Clocked): Promise<number> {
  const early = await context.store.read.keys.endedEarly(context.now(), KEYS_A_STEP);
  return settle(context, early, 'key.unexpire');
}

type Due = Pick<KeyRow, 'id' | 'workspace_id'>;

/** Updates the pins of these keys to match the current time. @returns How many keys there were. */
async function settle(context: Clocked, due: readonly Due[], action: string): Promise<number> {
  for (const [workspaceId, keys] of Map.groupBy(due, (key) => key.workspace_id)) {
    await change(
      context,
      SYSTEM,
      workspaceId,
      async (ledger) => {
        const { tx } = ledger;
        const ids = keys.map((key) => key.id);
        // Read again: the key may have been revoked, or its overlap changed, in the meantime.
        const current = await tx.db.keys.byIds(ids);
        for (const key of current) {
          const after = await changeKey(ledger, key, key.customer_state, {});
          if (after.published === key.published) continue;
          ledger.record({ action, kid: key.kid, customerRef: key.customer_ref });
        }
      },
      true,
    );
  }
  return due.length;
}

/**
 * Expires keys when they are due, until stopped.
 *
 * @param failed - Called when the store fails; the next check tries again.
 * @param overdue - Called with the keys whose expiration couldn't be written, and with none once it has been.
 * @returns A function that stops it and resolves when no work is in progress.
 */
export function startExpiry(
  context: Context,
  failed: (error: unknown) => void,
  overdue: (keys: Awaited<ReturnType<typeof dueKeys>>) => void = () => {},
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const { shown } = context;
  const all = async (some: (context: Clocked) => Promise<number>): Promise<void> => {
    while (!stopped && (await paced(() => some(context))) === KEYS_A_STEP);
  };
  const restore = async (now: number): Promise<void> => {
    // First, so that a time that is shown meanwhile counts.
    shown.latest = now;
    try {
      await all(restoreSome);
    } catch (error) {
      shown.latest = Number.POSITIVE_INFINITY;
      throw error;
    }
  };
  const keep = async (): Promise<number | undefined> => {
    const now = context.now();
    if (now < shown.latest - JUMP_MILLISECONDS) await restore(now);
    await all(endSome);
    overdue([]);
    return context.store.read.keys.nextExpiry();
  };
  const giveUp = async (error: unknown): Promise<undefined> => {
    failed(error);
    // The store may not even be readable.
    await dueKeys(context, MOST_OVERDUE).then(overdue, failed);
    // What failed stays due: without a pause, a full disk would be retried in a tight loop.
    return undefined;
  };
  const look = async (): Promise<void> => {
    const next = await keep().catch(giveUp);
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
