import { sql } from 'kysely';
import { AuthorityError } from '../errors.ts';
import type { Tx } from '../store/store.ts';
import type { WorkspaceRow } from '../store/tables.ts';
import { checkScopes } from './admission.ts';
import type { Context } from './context.ts';
import { keyRow, keyView, type OwnedKeyRow, selectKeys } from './key-view.ts';
import { Ledger } from './ledger.ts';
import { assertAdminRemains, changeKey, stateOf } from './lifecycle.ts';
import { ADMIN_SLUG } from './permissions.ts';
import { workspaceRow } from './rows.ts';
import type { Actor, Bounds, BulkRevocation, Key, RevocationFilter } from './types.ts';

/** Keys of one transaction in a bulk revocation: others' requests go in between. */
const CHUNK = 500;
/** Key ids that an answer names. */
const NAMED = 1_000;

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

/**
 * Revokes every key that matches, in chunks, and answers when all are durable.
 *
 * @throws {@link AuthorityError} `invalid_request` for a filter without a member: it would take every key.
 */
export async function revokeMany(
  context: Context,
  actor: Actor,
  slug: string,
  filter: RevocationFilter,
  dryRun: boolean,
  reason: string | undefined,
): Promise<BulkRevocation> {
  const { store, now } = context;
  if (Object.values(filter).every((member) => member === undefined)) {
    throw new AuthorityError(
      'invalid_request',
      'Say which keys: give at least one of customer, createdBy, createdAfter, createdBefore.',
    );
  }
  const workspace = await workspaceRow(store.read, slug);
  const matching = (db: Tx['db']) => matchingKeys(db, workspace, filter, now());
  if (dryRun) {
    const keys = matching(store.read).clearSelect();
    const { count } = await keys
      .clearOrderBy()
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const named = await keys.select('keys.kid').limit(NAMED).execute();
    return { count, keyIds: named.map((row) => row.kid), dryRun };
  }
  // Administrators' keys are few, and all or none of them: the last one may be among them.
  const most = slug === ADMIN_SLUG ? 1_000_000 : CHUNK;
  const keyIds: string[] = [];
  for (let below = Number.MAX_SAFE_INTEGER; below > 0; ) {
    const chunk = await store.write((tx) =>
      Ledger.write(tx, workspace.id, actor, now(), async (ledger) => {
        const rows = await matching(tx.db).where('keys.id', '<', below).limit(most).execute();
        for (const row of rows) await revokeStep(reason)(ledger, row, workspace);
        await assertAdminRemains(tx, workspace);
        return rows;
      }),
    );
    for (const row of chunk) keyIds.push(row.kid);
    below = chunk.length < most ? 0 : (chunk.at(-1)?.id ?? 0);
  }
  return { count: keyIds.length, keyIds: keyIds.slice(0, NAMED), dryRun };
}

function matchingKeys(db: Tx['db'], workspace: WorkspaceRow, filter: RevocationFilter, now: number) {
  const { customer, createdBy, createdAfter, createdBefore } = filter;
  return selectKeys(db)
    .where('keys.workspace_id', '=', workspace.id)
    .where('keys.revoked_at', 'is', null)
    .where(sql<boolean>`(keys.expires_at is null or keys.expires_at > ${now})`)
    .$if(customer !== undefined, (query) => query.where('customers.subject', '=', customer as string))
    .$if(createdBy !== undefined, (query) => query.where('keys.created_by', '=', createdBy as string))
    .$if(createdAfter !== undefined, (query) => query.where('keys.created_at', '>=', createdAfter as number))
    .$if(createdBefore !== undefined, (query) => query.where('keys.created_at', '<', createdBefore as number))
    .orderBy('keys.id', 'desc');
}
