import { paced } from '../../../paced.ts';
import type { KeyRow } from '../../../store/rows.ts';
import { SYSTEM } from '../../access/actor.ts';
import type { Context } from '../../context.ts';
import { jsonObjectOf, jsonTextsOf } from '../../stored-json.ts';
import { KEYS_A_STEP } from '../../tasks/types.ts';
import { change } from '../change.ts';
import type { Ledger } from '../ledger.ts';
import { bindingOf, sentinelBinding } from './binding.ts';

/**
 * Records an audit row for each existing key, so that the audit log knows it. Runs once, at the first start
 * after an upgrade from a version whose audit log held no key hashes. Changes made directly in the database
 * before then can't be told apart from issued keys.
 *
 * An interrupted run continues at the next start.
 */
export async function bindEarlierKeys(
  context: Pick<Context, 'store' | 'now'>,
  isStopped: () => boolean = () => false,
): Promise<void> {
  const due = (await context.store.read.workspaces.all()).filter((row) => row.keys_bound === 0);
  for (const { id: workspaceId } of due) {
    for (let after = -1; after !== Infinity && !isStopped(); ) {
      after = await paced(() => change(context, SYSTEM, workspaceId, (ledger) => bindSome(ledger, after)));
    }
  }
}

/**
 * Runs it in the background while requests are served: a million keys take about ten minutes.
 *
 * @param failed - Called when the store fails; the run continues at the next start.
 * @returns A function that stops it and resolves when no work is in progress.
 */
export function startBinding(
  context: Pick<Context, 'store' | 'now'>,
  failed: (error: unknown) => void,
): () => Promise<void> {
  let stopped = false;
  const running = bindEarlierKeys(context, () => stopped).catch(failed);
  return () => {
    stopped = true;
    return running;
  };
}

/** @returns The row ID of the last key, or Infinity when all are bound. */
async function bindSome(ledger: Ledger, after: number): Promise<number> {
  const { db } = ledger.tx;
  const workspaceId = ledger.workspace.id;
  const keys = await db.keys.unbound(workspaceId, after, KEYS_A_STEP);
  for (const key of keys) {
    const [scopes, claims] = [jsonTextsOf(key.scopes), jsonObjectOf(key.claims)];
    // A damaged record stays unknown.
    if (scopes === undefined || claims === undefined) continue;
    ledger.record({
      action: 'key.bind',
      kid: key.kid,
      customerRef: key.customer_ref,
      details: { scopes, expiresAt: key.expires_at, ...formerEnd(key), ...bindingOf(key) },
      texts: { customer: key.customer_subject, claims },
    });
  }
  const last = keys.at(-1);
  if (last !== undefined && keys.length === KEYS_A_STEP) return last.id;
  ledger.record({ action: 'workspace.bind', details: sentinelBinding(ledger.workspace.sentinel) });
  await db.workspaces.update(workspaceId, { keys_bound: 1 });
  return Infinity;
}

/** During an overlap: the expiration to restore when the rotation is undone. */
function formerEnd({ former_expires_at: former }: Pick<KeyRow, 'former_expires_at'>) {
  return former === null ? {} : { formerExpiresAt: former < 0 ? null : former };
}
