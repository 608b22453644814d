import type { SigningKeyRow } from '../../store/rows.ts';
import { SYSTEM } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { repeat } from '../repeat.ts';
import { removeSigningKey } from './remove.ts';

const PAUSE_MILLISECONDS = 1_000;

/** Removes retiring signing keys whose time is up, and those that no live key needs anymore. */
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

/** Removes signing keys when they are due, until stopped. See {@link repeat}. */
export function startRetiring(context: Context, failed: (error: unknown) => void): () => Promise<void> {
  return repeat(() => retireSigningKeys(context), PAUSE_MILLISECONDS, failed);
}
