import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { OwnedKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor, View } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Context } from '../context.ts';
import { customersAmong } from '../customers/rows.ts';
import { assertNew, type Repeat, rememberRequest } from '../idempotency.ts';
import { assertSuccessorProves } from '../methods/client-key.ts';
import { assertStillMay } from '../sessions/still.ts';
import { grantedBy, jsonObjectOf } from '../stored-json.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { admit, LATEST } from './admission.ts';
import { assertNotEnded } from './end-keys.ts';
import { draft, keep } from './issue.ts';
import { keyRow, keyView } from './key-view.ts';
import { assertAdminRemains, changeKey, NONE } from './lifecycle.ts';
import { assertNotSaid, longestLife } from './plan.ts';
import type { IssuedKey, Key, NewKey, Rotation } from './types.ts';
import { assertNotWider } from './widening.ts';

/** Default overlap in seconds: one day. */
const OVERLAP_SECONDS = 86_400;

/**
 * Issues a successor and schedules the old key to expire at the end of the overlap, both in one transaction.
 */
export async function rotate(
  context: Context,
  actor: Actor,
  slug: string,
  kid: string,
  rotation: Rotation,
  repeat: Repeat | undefined,
): Promise<IssuedKey & { readonly replaces: Key }> {
  const { store } = context;
  const workspace = await workspaceRow(store.read, slug);
  if (repeat) await assertNew(store.read, workspace, repeat);
  const { view } = actor;
  const input = await plan(context, workspace, actor, kid, rotation).catch(async (error: unknown) => {
    // Of two identical concurrent requests, the other may have been stored by now; that is then the reason to
    // report.
    if (repeat) await assertNew(store.read, workspace, repeat);
    throw error;
  });
  const [drafted] = await draft(context, workspace, [input]);
  if (drafted === undefined || drafted instanceof Error) throw drafted;
  return change(context, actor, workspace.id, async (ledger) => {
    const { tx } = ledger;
    await assertStillMay(tx.db, actor, 'keys:rotate', slug, ledger.at);
    if (repeat) await assertNew(tx.db, workspace, repeat);
    const old = await rotatable(tx.db, workspace, view, kid, ledger.at);
    // The key's end may have changed in the meantime; a lifetime that is carried over is the current one.
    assertCarriedOver(ledger.workspace, old, actor, rotation, input, ledger.at);
    const overlapEndsAt = ledger.at + (rotation.overlapSeconds ?? OVERLAP_SECONDS) * 1_000;
    const endsAt = Math.min(overlapEndsAt, old.expires_at ?? overlapEndsAt);
    const customers = await customersAmong(tx.db, workspace, [input.customer]);
    const issued = await keep(context, ledger, workspace, actor, drafted, customers, kid);
    const replaced = await changeKey(ledger, old, old.customer_state, {
      expires_at: endsAt,
      former_expires_at: old.expires_at ?? NONE,
      replaced_by: drafted.keyId,
    });
    ledger.record({
      action: 'rotation.begin',
      kid,
      customerRef: old.customer_ref,
      details: { successor: drafted.keyId, endsAt },
    });
    await assertAdminRemains(tx, workspace);
    if (repeat) await rememberRequest(tx.db, workspace, repeat, [drafted.keyId], ledger.at);
    const replaces = keyView(context, replaced, old.customer_subject, slug, ledger.at, view);
    return { ...issued, replaces };
  });
}

/** Determines what the successor will be, if the key may be rotated. */
async function plan(
  { store, now }: Context,
  workspace: WorkspaceRow,
  actor: Actor,
  kid: string,
  rotation: Rotation,
): Promise<NewKey> {
  const { view } = actor;
  const at = now();
  const old = await rotatable(store.read, workspace, view, kid, at);
  if (view !== 'all') assertNotSaid('claims', rotation.claims);
  const input = successorOf(workspace, old, view, rotation, at);
  assertCarriedOver(workspace, old, actor, rotation, input, at);
  await admit(store.read, workspace, input, at, { replaces: kid, view });
  return input;
}

/**
 * @throws {@link AuthorityError} `key_ended`, `key_disabled`, `key_replaced`: only an active key can be
 * rotated, and it can have only one successor.
 */
async function rotatable(
  db: Reads,
  workspace: WorkspaceRow,
  view: View,
  kid: string,
  now: number,
): Promise<OwnedKeyRow> {
  const key = await keyRow(db, workspace, kid, view);
  assertNotEnded(key, now, 'rotated');
  if (key.disabled_at !== null) {
    throw new AuthorityError(
      'key_disabled',
      'The key is disabled, so it cannot be rotated: its successor would be active. Enable it first, or create a new key.',
      { keyIds: [kid] },
    );
  }
  if (key.replaced_by !== null) {
    throw new AuthorityError(
      'key_replaced',
      `The key is already being replaced by ${key.replaced_by}. Rotate that key, or cancel this rotation (POST …/rotation, cancel).`,
      {
        keyIds: [key.replaced_by],
      },
    );
  }
  return key;
}

function successorOf(
  workspace: WorkspaceRow,
  old: OwnedKeyRow,
  view: View,
  rotation: Rotation,
  now: number,
): NewKey {
  const { name, scopes, claims, expiresAt } = rotation;
  assertSuccessorProves(old.credential, rotation);
  const granted = grantedBy(old);
  return {
    customer: old.customer_subject as string,
    name: name === undefined ? old.name : name,
    scopes: scopes ?? granted.scopes,
    // The producer's current claims override those the old key was created with.
    claims: { ...(claims ?? granted.claims), ...(view === 'all' ? {} : view.claims) },
    metadata: jsonObjectOf(old.metadata) ?? {},
    method: old.method,
    certificate: rotation.certificate,
    proof: rotation.proof,
    clientKey: rotation.clientKey,
    expiresAt:
      expiresAt === undefined ? carriedEnd(workspace, old, now) : (expiresAt ?? longestLife(workspace, now)),
  };
}

/**
 * Returns the expiration of a successor with the old key's lifetime; undefined if the old key never expires.
 */
function carriedEnd(workspace: WorkspaceRow, old: OwnedKeyRow, now: number): number | undefined {
  const end = Math.min(sameLife(old, now) ?? Infinity, longestLife(workspace, now) ?? Infinity);
  return end === Infinity ? undefined : end;
}

/**
 * @throws {@link AuthorityError} `insufficient_scope` if the successor would grant more than the old key and
 * the actor may not create keys.
 */
function assertCarriedOver(
  workspace: WorkspaceRow,
  old: OwnedKeyRow,
  actor: Actor,
  rotation: Rotation,
  successor: NewKey,
  now: number,
): void {
  const { scopes, claims } = grantedBy(old);
  const expiresAt = carriedEnd(workspace, old, now) ?? null;
  assertNotWider(
    actor,
    workspace.slug,
    { scopes, claims, expiresAt },
    {
      scopes: successor.scopes ?? [],
      // The session's claims come from the producer; the session didn't request them.
      claims: rotation.claims ?? claims,
      expiresAt: successor.expiresAt ?? null,
    },
  );
}

/** A key created for 90 days is followed by one for 90 days, to the second: compensates for rounding. */
function sameLife(old: OwnedKeyRow, now: number): number | undefined {
  if (old.expires_at === null) return undefined;
  const seconds = Math.ceil((old.expires_at - old.created_at) / 1_000);
  return Math.min(now + seconds * 1_000, LATEST);
}
