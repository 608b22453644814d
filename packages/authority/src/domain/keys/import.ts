import { endingOf, makeKeyId } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { eachOf } from '../each-of.ts';
import { opaqueMethod } from '../methods/opaque.ts';
import { assertStillMay } from '../sessions/still.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { checkAsked, checkCount, mostKeys } from './admission.ts';
import { EverKnown } from './ever-known.ts';
import { stateOf } from './lifecycle.ts';
import { NewRows } from './new-rows.ts';
import { planned } from './plan.ts';
import type { ForeignKey, ImportedKey, NewKey } from './types.ts';

/**
 * Takes keys of another system, known by their hashes, each with its own outcome.
 *
 * One transaction: after an answer that was lost, the same items can be sent again, and those that are there
 * already are left as they are. A key that ended is never taken again.
 *
 * @param dryRun - Only says what would happen, with each item in the light of those before it.
 * @throws {@link AuthorityError} `method_not_offered` for the workspace of administrator keys.
 */
export async function importKeys(
  context: Context,
  actor: Actor,
  slug: string,
  items: readonly ForeignKey[],
  dryRun: boolean,
): Promise<readonly (ImportedKey | AuthorityError)[]> {
  const { store, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  assertTakesImports(workspace);
  if (dryRun) {
    const at = now();
    const known = await EverKnown.among(store.read, workspace, items, actor.view, at);
    return eachOf(items, (item) => {
      const said = judge(workspace, actor, item, at, known);
      // Empty for a key that an earlier item would create.
      if (typeof said === 'string') return { keyId: said || null, created: false };
      known.addPlanned(workspace, item);
      return { keyId: null, created: true };
    });
  }
  return store.writeMuch((tx) =>
    Ledger.write(tx, workspace.id, actor, now(), async (ledger) => {
      await assertStillMay(ledger.tx.db, actor, 'keys:create', slug, ledger.at);
      const known = await EverKnown.among(ledger.tx.db, ledger.workspace, items, actor.view, ledger.at);
      const rows = await NewRows.reserve(ledger, actor, known.missing(items));
      const outcomes = eachOf(items, (item) => take(ledger, actor, item, known, rows));
      await rows.store();
      return outcomes;
    }),
  );
}

function take(ledger: Ledger, actor: Actor, item: ForeignKey, known: EverKnown, rows: NewRows): ImportedKey {
  const { at, workspace } = ledger;
  const input = judge(workspace, actor, item, at, known);
  if (typeof input === 'string') return { keyId: input, created: false };
  const { pin } = item;
  const ending = item.ending ?? endingOf(Buffer.from(pin).toString('hex'));
  const customer = known.customers.get(input.customer) ?? rows.addCustomer(input.customer);
  known.customers.set(input.customer, customer);
  const row = rows.addKey(customer, (id) => ({
    keyId: makeKeyId(workspace.prefix, shardOf(id)),
    input,
    method: opaqueMethod.name,
    credential: { token: null, pin, ending, jwk: null },
    imported: { disabled: item.disabled === true },
  }));
  known.add(row, input.customer);
  return { keyId: row.kid, created: true };
}

/**
 * Successive keys share a shard, so their key IDs are neighbors in their index: random ones would each change a page of
 * their own. The key set doesn't contain these keys, so its shards stay even.
 */
function shardOf(id: number): number {
  return Math.floor(id / KEYS_IN_A_ROW) % 256;
}

const KEYS_IN_A_ROW = 4_096;

/**
 * Returns what to store, or the key ID if the customer has this key already. The workspace needn't offer the method: the
 * producer may create no more such keys, but customers still have them.
 *
 * @throws {@link AuthorityError} `pin_in_use`, `key_limit_reached`, and those of {@link checkAsked}.
 */
function judge(
  workspace: WorkspaceRow,
  { view }: Actor,
  { pin, customer, name, scopes, claims, metadata, expiresAt }: ForeignKey,
  at: number,
  everKnown: EverKnown,
): NewKey | string {
  const known = everKnown.key(pin);
  if (known === undefined) {
    const asked = { customer, name, scopes, claims, metadata, expiresAt, method: opaqueMethod.name };
    const input = planned(workspace, view, asked, at);
    const row = everKnown.customers.get(customer);
    checkAsked(workspace, row, input, at, view);
    const most = mostKeys(workspace, row, view);
    if (most !== null) checkCount(input, everKnown.liveKeys(customer), most);
    return input;
  }
  if (known.workspace_id !== workspace.id || known.customer_subject !== customer)
    throw inUse('belongs to another customer or workspace. Remove one of the two rows.');
  if (known.method !== opaqueMethod.name)
    throw inUse(`belongs to a key of the method "${known.method}". Remove the row.`, known.kid);
  const state = stateOf(known, at);
  if (state === 'revoked' || state === 'expired')
    throw inUse(
      `is already known here and is ${state}. An import never makes it valid again. Create a new key.`,
      known.kid,
    );
  return known.kid;
}

function inUse(reason: string, kid?: string): AuthorityError {
  const keyIds = kid === undefined ? {} : { keyIds: [kid] };
  return new AuthorityError('pin_in_use', `The key with this hash ${reason}`, { pointer: '/pin', ...keyIds });
}

function assertTakesImports({ slug }: WorkspaceRow): void {
  if (slug !== ADMIN_SLUG) return;
  throw new AuthorityError(
    'method_not_offered',
    'Administrator keys can’t be imported: the authority checks their signatures. Create them instead.',
  );
}
