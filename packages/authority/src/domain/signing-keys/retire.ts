import type { SigningKeyRow } from '../../store/rows.ts';
import { SYSTEM } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { removeSigningKey } from './remove.ts';

/** Longest wait between two looks. */
const WAIT_MILLISECONDS = 1_000;

/** Removes the signing keys whose time is over, and those that no live key needs any more. */
export async function retireSigningKeys(context: Context): Promise<void> {
  const { tasks } = context;
  for (const { kid, workspace_id } of await dueOf(context)) {
    const begun = await change(
      context,
      SYSTEM,
      workspace_id,
      async (ledger) => {
        const row = await ledger.tx.db.signingKeys.byKid(workspace_id, kid);
        if (row?.published !== 1) return undefined;
        const how = { action: 'signing-key.retire', actorId: SYSTEM.id, reason: 'signing key retired' };
        return removeSigningKey(context, ledger, row, how);
      },
      true,
    );
    if (begun !== undefined) await tasks.done(begun, SYSTEM);
  }
}

async function dueOf({ store, now }: Context): Promise<SigningKeyRow[]> {
  const found: SigningKeyRow[] = [];
  for (const row of await store.read.signingKeys.retiring()) {
    const isOver = row.retires_at !== null && row.retires_at <= now();
    if (isOver || (await store.read.signingKeys.countLive(row.kid, now(), 1)) === 0) found.push(row);
  }
  return found;
}

/**
 * Does so until stopped.
 *
 * @param failed - Hears of a store that refuses; the next look tries again.
 * @returns A function that stops it, and resolves when nothing is under way.
 */
export function startRetiring(context: Context, failed: (error: unknown) => void): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const look = async (): Promise<void> => {
    await retireSigningKeys(context).catch((error: unknown) => {
      if (!stopped) failed(error);
    });
    if (stopped) return;
    timer = setTimeout(() => {
      running = look();
    }, WAIT_MILLISECONDS).unref();
  };
  running = look();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}
