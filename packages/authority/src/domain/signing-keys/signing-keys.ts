import type { AlgorithmName } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { SigningKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { methodsOf } from '../methods/offered.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { draftSigningKey, ensureSigningKey, keepSigningKey } from './make.ts';
import { removeSigningKey } from './remove.ts';
import type { SigningKey, SigningKeys } from './types.ts';

/** Signing keys that an answer shows. */
const SHOWN = 50;
/** Keys of one that are counted. */
const COUNTED = 1_000;

/** The signing keys of a workspace, newest first; the last 50. */
export async function signingKeys(context: Context, slug: string): Promise<SigningKeys> {
  const { store } = context;
  const workspace = await workspaceRow(store.read, slug);
  const rows = await store.read.signingKeys.ofWorkspace(workspace.id, SHOWN);
  const items = await Promise.all(rows.map((row) => viewOf(context, row)));
  return { items, canSign: context.secretKey !== undefined };
}

/**
 * Makes a new signing key for new keys. The one before signs nothing more, and its private half is deleted.
 *
 * @param retireAfterSeconds - It leaves the key set so much later at the latest, and keys that it signed are then revoked; left out: it leaves once none of
 *   them is live any more.
 * @throws {@link AuthorityError} `secret_key_missing`, `signing_key_not_found`.
 */
export async function rotateSigningKey(
  context: Context,
  actor: Actor,
  slug: string,
  retireAfterSeconds: number | undefined,
): Promise<SigningKeys> {
  const { store } = context;
  const workspace = await workspaceRow(store.read, slug);
  assertFound(await store.read.signingKeys.current(workspace.id), slug);
  const draft = await draftSigningKey(context, workspace);
  await change(context, actor, workspace.id, async (ledger) => {
    const { db } = ledger.tx;
    const before = assertFound(await db.signingKeys.current(workspace.id), slug);
    const retiresAt = retireAfterSeconds === undefined ? null : ledger.at + retireAfterSeconds * 1_000;
    await db.signingKeys.update(before.id, { rotated_at: ledger.at, retires_at: retiresAt, sealed: null });
    ledger.record({
      action: 'signing-key.rotate',
      kid: before.kid,
      details: { successor: draft.kid, retiresAt },
    });
    await keepSigningKey(ledger, draft);
  });
  return signingKeys(context, slug);
}

/**
 * Ends a signing key at once, and with it every key that it signed: for a theft. Where it was the current one, and the workspace still
 * offers the method, another takes its place.
 *
 * @throws {@link AuthorityError} `signing_key_not_found`.
 */
export async function revokeSigningKey(
  context: Context,
  actor: Actor,
  slug: string,
  kid: string,
  reason = 'signing key revoked',
): Promise<SigningKeys & { readonly revokedKeys: number }> {
  const { store, tasks } = context;
  const workspace = await workspaceRow(store.read, slug);
  const begun = await change(
    context,
    actor,
    workspace.id,
    async (ledger) => {
      const row = assertFound(await ledger.tx.db.signingKeys.byKid(workspace.id, kid), slug, kid);
      if (row.removed_at !== null) return { id: undefined, keyIds: [] };
      const how = { action: 'signing-key.revoke', actorId: actor.id, reason };
      return removeSigningKey(context, ledger, row, how);
    },
    true,
  );
  const { count } = await tasks.done(begun, actor);
  await replaceIfOffered(context, actor, slug);
  return { ...(await signingKeys(context, slug)), revokedKeys: count };
}

/** Without a secret key there is none, until the authority is started with one. */
async function replaceIfOffered(context: Context, actor: Actor, slug: string): Promise<void> {
  const workspace: WorkspaceRow = await workspaceRow(context.store.read, slug);
  if (context.secretKey === undefined || !methodsOf(workspace).includes('shared-signed')) return;
  await ensureSigningKey(context, actor, workspace);
}

function assertFound(row: SigningKeyRow | undefined, slug: string, kid?: string): SigningKeyRow {
  if (row !== undefined) return row;
  throw new AuthorityError(
    'signing_key_not_found',
    kid === undefined
      ? `The workspace "${slug}" has no signing key. Offer the method "shared-signed" in its settings first.`
      : `The workspace "${slug}" never had a signing key with this ID. GET /v1/workspaces/${slug}/signing-key lists them.`,
  );
}

async function viewOf({ store, now }: Context, row: SigningKeyRow): Promise<SigningKey> {
  const found =
    row.removed_at === null ? await store.read.signingKeys.countLive(row.kid, now(), COUNTED + 1) : 0;
  return {
    id: row.kid,
    algorithm: row.algorithm as AlgorithmName,
    state: row.removed_at !== null ? 'removed' : row.rotated_at === null ? 'current' : 'retiring',
    createdAt: row.created_at,
    rotatedAt: row.rotated_at,
    retiresAt: row.removed_at === null ? row.retires_at : null,
    removedAt: row.removed_at,
    liveKeys: { count: Math.min(found, COUNTED), more: found > COUNTED },
  };
}
