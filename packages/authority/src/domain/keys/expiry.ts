import { paced } from '../../paced.ts';
import type { KeyRow } from '../../store/rows.ts';
import { SYSTEM } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { KEYS_A_STEP } from '../tasks/types.ts';
import { changeKey } from './lifecycle.ts';

/** Longest wait between two looks: a clock that jumps is noticed within it. */
const LONGEST_WAIT_MILLISECONDS = 1_000;
/** A clock that is set back by less is a clock that is being kept right. */
const JUMP_MILLISECONDS = 1_000;

/** Keys that are left out of what is served while their ends cannot be written. */
const MOST_OVERDUE = 10_000;

type Clocked = Pick<Context, 'store' | 'now'>;

/** Takes the pins of keys whose time is over out of the set; ends of overlaps are expiries like others. */
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
 * Puts back the pins of some keys that a clock ahead of its time has ended. Only time ended them, so the time that is right now decides: a
 * clock that was a year ahead for a second must not cost every customer the keys.
 */
async function restoreSome(context: Clocked): Promise<number> {
  const early = await context.store.read.keys.endedEarly(context.now(), KEYS_A_STEP);
  return settle(context, early, 'key.unexpire');
}

type Due = Pick<KeyRow, 'id' | 'workspace_id'>;

/** Makes the pins of these keys what the time says. @returns How many there were. */
async function settle(context: Clocked, due: readonly Due[], action: string): Promise<number> {
  for (const [workspaceId, keys] of Map.groupBy(due, (key) => key.workspace_id)) {
    await change(
      context,
      SYSTEM,
      workspaceId,
      async (ledger) => {
        const { tx } = ledger;
        const ids = keys.map((key) => key.id);
        // Read again: it may have been revoked, or its overlap moved, since.
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
 * Ends keys when their time comes, until stopped.
 *
 * @param failed - Hears of a store that refuses; the next look tries again.
 * @param overdue - Hears of the keys whose end could not be written; of none once they are.
 * @returns A function that stops it, and resolves when nothing is under way.
 */
export function startExpiry(
  context: Context,
  failed: (error: unknown) => void,
  overdue: (keys: Awaited<ReturnType<typeof dueKeys>>) => void = () => {},
): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  // The latest time that may have ended a key. A clock may have been ahead in an earlier process, too.
  let latest = Number.POSITIVE_INFINITY;
  const clocked: Clocked = {
    store: context.store,
    now() {
      const now = context.now();
      latest = Math.max(latest, now);
      return now;
    },
  };
  const all = async (some: (context: Clocked) => Promise<number>): Promise<void> => {
    while (!stopped && (await paced(() => some(clocked))) === KEYS_A_STEP);
  };
  const keep = async (): Promise<number | undefined> => {
    const now = context.now();
    if (now < latest - JUMP_MILLISECONDS) {
      await all(restoreSome);
      latest = now;
    }
    await all(endSome);
    overdue([]);
    return context.store.read.keys.nextExpiry();
  };
  const giveUp = async (error: unknown): Promise<undefined> => {
    failed(error);
    // A store that cannot even be read says nothing.
    await dueKeys(context, MOST_OVERDUE).then(overdue, failed);
    // What could not be ended stays due: without a pause, a full disk would be asked as fast as it can refuse.
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
