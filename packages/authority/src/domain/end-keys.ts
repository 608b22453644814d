import { AuthorityError } from '../errors.ts';
import type { WorkspaceRow } from '../store/tables.ts';
import { checkScopes } from './admission.ts';
import type { Context } from './context.ts';
import { keyRow, keyView, type OwnedKeyRow } from './key-view.ts';
import { Ledger } from './ledger.ts';
import { assertAdminRemains, changeKey, stateOf } from './lifecycle.ts';
import { workspaceRow } from './rows.ts';
import type { Actor, Bounds, Key } from './types.ts';

type Step = (ledger: Ledger, key: OwnedKeyRow, workspace: WorkspaceRow) => Promise<unknown>;

/** Runs one step on one key in a transaction, and answers with the key as it is then. */
export async function onKey(
  context: Context,
  actor: Actor,
  slug: string,
  kid: string,
  step: Step,
): Promise<Key> {
  const { store, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  return store.write((tx) =>
    Ledger.write(tx, workspace.id, actor, now(), async (ledger) => {
      await step(ledger, await keyRow(tx.db, workspace, kid, actor.within), ledger.workspace);
      await assertAdminRemains(tx, workspace);
      const after = await keyRow(tx.db, workspace, kid);
      return keyView(context, after, after.customer_subject, slug, ledger.at, actor.within);
    }),
  );
}

/** Revoked is for ever; to revoke again changes nothing and is no error: the caller has what he wanted. */
export function revokeStep(reason: string | undefined): Step {
  return async (ledger, key) => {
    if (key.revoked_at !== null) return;
    await changeKey(ledger, key, key.customer_state, {
      revoked_at: ledger.at,
      revocation_reason: reason ?? null,
    });
    ledger.record({ action: 'key.revoke', kid: key.kid, customerRef: key.customer_ref, texts: { reason } });
  };
}

export const disableStep: Step = async (ledger, key) => {
  assertNotEnded(key, ledger.at, 'disabled');
  if (key.disabled_at !== null) return;
  await changeKey(ledger, key, key.customer_state, { disabled_at: ledger.at });
  ledger.record({ action: 'key.disable', kid: key.kid, customerRef: key.customer_ref });
};

/** To enable is to grant: what the ceilings no longer allow stays disabled. */
export function enableStep(within: Bounds | undefined): Step {
  return async (ledger, key, workspace) => {
    assertNotEnded(key, ledger.at, 'enabled');
    if (key.disabled_at === null) return;
    checkScopes(workspace, { scopes: key.customer_scopes }, JSON.parse(key.scopes), within);
    await changeKey(ledger, key, key.customer_state, { disabled_at: null });
    ledger.record({ action: 'key.enable', kid: key.kid, customerRef: key.customer_ref });
  };
}

/** @throws {@link AuthorityError} `key_ended`. */
export function assertNotEnded(key: OwnedKeyRow, now: number, verb: string): void {
  const state = stateOf(key, now);
  if (state !== 'revoked' && state !== 'expired') return;
  throw new AuthorityError(
    'key_ended',
    `The key is ${state}, which is for ever, so it cannot be ${verb}. Issue a new key.`,
    {
      keyIds: [key.kid],
    },
  );
}
