import { AuthorityError } from '../../errors.ts';
import type { OwnedKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor, View } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { assertNotErasing } from '../customers/rows.ts';
import { assertStillMay } from '../sessions/still.ts';
import { grantedBy } from '../stored-json.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { checkScopes } from './admission.ts';
import { keyRow, keyView } from './key-view.ts';
import { assertAdminRemains, changeKey, stateOf } from './lifecycle.ts';
import type { Key } from './types.ts';

export type Step = (ledger: Ledger, key: OwnedKeyRow, workspace: WorkspaceRow) => Promise<unknown>;

/**
 * Runs one step on one key in a transaction and returns the updated key.
 *
 * @param ends - Whether the step takes access away.
 */
export async function onKey(
  context: Context,
  actor: Actor,
  slug: string,
  kid: string,
  step: Step,
  ends = false,
): Promise<Key> {
  const { store } = context;
  const workspace = await workspaceRow(store.read, slug);
  return change(
    context,
    actor,
    workspace.id,
    async (ledger) => {
      const { tx } = ledger;
      await step(ledger, await keyRow(tx.db, workspace, kid, actor.view), ledger.workspace);
      await assertAdminRemains(tx, workspace);
      const after = await keyRow(tx.db, workspace, kid, actor.view);
      return keyView(context, after, after.customer_subject, slug, ledger.at, actor.view);
    },
    ends,
  );
}

/**
 * Revocation is permanent. Revoking a revoked key changes nothing and isn't an error: the key is in the state
 * the caller wants.
 */
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

/**
 * The producer can also disable a key that its customer has disabled; from then on only the producer can
 * enable it.
 */
export function disableStep(view: View): Step {
  return async (ledger, key) => {
    assertNotEnded(key, ledger.at, 'disabled');
    const by = view === 'all' ? 'producer' : 'customer';
    if (key.disabled_at !== null && (key.disabled_by === by || by === 'customer')) return;
    await changeKey(ledger, key, key.customer_state, {
      disabled_at: key.disabled_at ?? ledger.at,
      disabled_by: by,
    });
    ledger.record({ action: 'key.disable', kid: key.kid, customerRef: key.customer_ref });
  };
}

/** Enabling a key grants access, so a key that is no longer allowed stays disabled. */
export function enableStep(actor: Actor): Step {
  const { view } = actor;
  return async (ledger, key, workspace) => {
    await assertStillMay(ledger.tx.db, actor, 'keys:create', workspace.slug, ledger.at);
    assertNotEnded(key, ledger.at, 'enabled');
    if (key.disabled_at === null) return;
    assertMayGrant(key, view);
    checkScopes(workspace, { scopes: key.customer_scopes }, grantedBy(key).scopes, view);
    await changeKey(ledger, key, key.customer_state, { disabled_at: null, disabled_by: null });
    ledger.record({ action: 'key.enable', kid: key.kid, customerRef: key.customer_ref });
  };
}

/**
 * Checks that access may be granted again to a key, or to one it shares a rotation with.
 *
 * @throws {@link AuthorityError} `customer_suspended`, because the key would go live when the customer is
 * resumed; `disabled_by_producer` for a portal session.
 */
export function assertMayGrant(key: OwnedKeyRow, view: View): void {
  assertNotErasing({ state: key.customer_state });
  if (key.customer_state === 'suspended') {
    throw new AuthorityError(
      'customer_suspended',
      'The customer is suspended, so its keys cannot be enabled or extended. Resume the customer first (PATCH the customer with state active).',
      { keyIds: [key.kid] },
    );
  }
  if (view === 'all' || key.disabled_by !== 'producer') return;
  throw new AuthorityError(
    'disabled_by_producer',
    'The provider of the API disabled this key, and only the provider can enable it again. Ask them, or create a new key.',
    { keyIds: [key.kid] },
  );
}

/** @throws {@link AuthorityError} `key_ended`. */
export function assertNotEnded(key: OwnedKeyRow, now: number, verb: string): void {
  const state = stateOf(key, now);
  if (state !== 'revoked' && state !== 'expired') return;
  throw new AuthorityError(
    'key_ended',
    `The key is permanently ${state}, so it cannot be ${verb}. Create a new key.`,
    {
      keyIds: [key.kid],
    },
  );
}
