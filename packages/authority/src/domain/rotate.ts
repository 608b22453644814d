import { AuthorityError } from '../errors.ts';
import type { WorkspaceRow } from '../store/tables.ts';
import { admit, checkScopes, LATEST } from './admission.ts';
import type { Context } from './context.ts';
import { assertNotEnded, onKey, revokeStep } from './end-keys.ts';
import { assertNew, type Repeat, rememberRequest } from './idempotency.ts';
import { draft, keep } from './issue.ts';
import { keyRow, keyView, type OwnedKeyRow } from './key-view.ts';
import { Ledger } from './ledger.ts';
import { assertAdminRemains, changeKey, stateOf } from './lifecycle.ts';
import { assertNotSaid, longestLife } from './plan.ts';
import { workspaceRow } from './rows.ts';
import type { Actor, Bounds, IssuedKey, Key, NewKey, Rotation, RotationChange } from './types.ts';

/** Seconds that the old key lives on unless told otherwise: a day. */
const OVERLAP_SECONDS = 86_400;
/** Stands in `former_expires_at` for "there was none". */
const NONE = -1;
/** Longest that a moved overlap may still last: while it does, the successor is not counted against the most keys. */
const LONGEST_OVERLAP_MILLISECONDS = 90 * 86_400_000;
/** A rotation may be ended "now" by a clock that is this much behind ours. */
const SKEW_MILLISECONDS = 300_000;

/** Issues a successor and lets the old key end by itself when the overlap is over, both in one transaction. */
export async function rotate(
  context: Context,
  actor: Actor,
  slug: string,
  kid: string,
  rotation: Rotation,
  repeat: Repeat | undefined,
): Promise<IssuedKey & { readonly replaces: Key }> {
  const { store, now } = context;
  const workspace = await workspaceRow(store.read, slug);
  if (repeat) await assertNew(store.read, workspace, repeat);
  const { within } = actor;
  const input = await plan(context, workspace, within, kid, rotation).catch(async (error: unknown) => {
    // The first of two that came at once may be stored since: then that is the reason to give.
    if (repeat) await assertNew(store.read, workspace, repeat);
    throw error;
  });
  const [drafted] = await draft(context, workspace, [input]);
  if (drafted === undefined || drafted instanceof Error) throw drafted;
  return store.write((tx) =>
    Ledger.write(tx, workspace.id, actor, now(), async (ledger) => {
      if (repeat) await assertNew(tx.db, workspace, repeat);
      const old = await rotatable(tx.db, workspace, within, kid, ledger.at);
      const issued = await keep(context, ledger, workspace, actor, drafted, kid);
      const endsAt = ledger.at + (rotation.overlapSeconds ?? OVERLAP_SECONDS) * 1_000;
      const replaced = await changeKey(ledger, old, old.customer_state, {
        expires_at: Math.min(endsAt, old.expires_at ?? endsAt),
        former_expires_at: old.expires_at ?? NONE,
        replaced_by: drafted.keyId,
      });
      await assertAdminRemains(tx, workspace);
      if (repeat) await rememberRequest(tx.db, workspace, repeat, [drafted.keyId], ledger.at);
      const replaces = keyView(context, replaced, old.customer_subject, slug, ledger.at, within);
      return { ...issued, replaces };
    }),
  );
}

/** What the successor is to be, if there may be one. */
async function plan(
  { store, now }: Context,
  workspace: WorkspaceRow,
  within: Bounds | undefined,
  kid: string,
  rotation: Rotation,
): Promise<NewKey> {
  const old = await rotatable(store.read, workspace, within, kid, now());
  if (within !== undefined) assertNotSaid('claims', rotation.claims);
  const input = successorOf(workspace, old, within, rotation, now());
  await admit(store.read, workspace, input, now(), { replaces: kid, within });
  return input;
}

/** @throws {@link AuthorityError} `key_ended`, `key_disabled`, `key_replaced`: only an active key has a successor, and one. */
async function rotatable(
  db: Context['store']['read'],
  workspace: WorkspaceRow,
  within: Bounds | undefined,
  kid: string,
  now: number,
): Promise<OwnedKeyRow> {
  const key = await keyRow(db, workspace, kid, within);
  assertNotEnded(key, now, 'rotated');
  if (key.disabled_at !== null) {
    throw new AuthorityError(
      'key_disabled',
      'The key is disabled; its successor would not be. Enable it first, or issue a new key.',
      { keyIds: [kid] },
    );
  }
  if (key.replaced_by !== null) {
    throw new AuthorityError(
      'key_replaced',
      `The key is being replaced by ${key.replaced_by}. Rotate that one, or undo this rotation (POST …/rotation, cancel).`,
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
  within: Bounds | undefined,
  rotation: Rotation,
  now: number,
): NewKey {
  const longest = longestLife(workspace, now);
  const asked = rotation.expiresAt ?? longest;
  const same = Math.min(sameLife(old, now) ?? Infinity, longest ?? Infinity);
  const expiresAt = rotation.expiresAt === undefined ? (same === Infinity ? undefined : same) : asked;
  return {
    customer: old.customer_subject as string,
    name: rotation.name ?? old.name ?? undefined,
    scopes: rotation.scopes ?? JSON.parse(old.scopes),
    // What the producer says of the customer now goes over what it said when the old key was made.
    claims: { ...(rotation.claims ?? JSON.parse(old.claims)), ...within?.claims },
    metadata: JSON.parse(old.metadata),
    expiresAt,
  };
}

/** A key made for 90 days is followed by one for 90 days, to the second: what rounding took off is given back. */
function sameLife(old: OwnedKeyRow, now: number): number | undefined {
  if (old.expires_at === null) return undefined;
  const seconds = Math.ceil((old.expires_at - old.created_at) / 1_000);
  return Math.min(now + seconds * 1_000, LATEST);
}

/** Moves the end of an overlap, ends it, or undoes the rotation, while the old key lives. */
export async function changeRotation(
  context: Context,
  actor: Actor,
  slug: string,
  kid: string,
  change: RotationChange,
): Promise<Key> {
  return onKey(context, actor, slug, kid, async (ledger, key, workspace) => {
    if (key.replaced_by === null || key.former_expires_at === null) {
      throw new AuthorityError(
        'no_rotation',
        'The key has no successor, so there is no overlap to change. POST …/rotate begins one.',
        { keyIds: [kid] },
      );
    }
    assertNotEnded(key, ledger.at, 'kept');
    const former = key.former_expires_at === NONE ? null : key.former_expires_at;
    // To give life back is to grant, as to enable is: what the ceilings no longer allow ends when it was to end.
    const assertStillAllowed = (): void =>
      checkScopes(workspace, { scopes: key.customer_scopes }, JSON.parse(key.scopes), actor.within);
    if ('cancel' in change) {
      const successor = await keyRow(ledger.tx.db, workspace, key.replaced_by);
      await assertLast(ledger, successor);
      assertStillAllowed();
      await revokeStep('rotation undone')(ledger, successor, workspace);
      const undone = { expires_at: former, former_expires_at: null, replaced_by: null };
      await changeKey(ledger, key, key.customer_state, undone);
      ledger.record({
        action: 'rotation.undo',
        kid,
        customerRef: key.customer_ref,
        details: { successor: key.replaced_by },
      });
      return;
    }
    const endsAt = 'end' in change ? ledger.at : endOfOverlap(change.endsAt, former, ledger.at);
    if (endsAt > (key.expires_at ?? Infinity)) assertStillAllowed();
    await changeKey(ledger, key, key.customer_state, { expires_at: endsAt });
    ledger.record({ action: 'rotation.move', kid, customerRef: key.customer_ref, details: { endsAt } });
  });
}

/** @throws {@link AuthorityError} `key_replaced` when a successor of the successor lives: it would then be a second key. */
async function assertLast(ledger: Ledger, successor: OwnedKeyRow): Promise<void> {
  for (let next = successor.replaced_by; next !== null; ) {
    const key = await keyRow(ledger.tx.db, ledger.workspace, next);
    const state = stateOf(key, ledger.at);
    if (state === 'active' || state === 'disabled') {
      throw new AuthorityError(
        'key_replaced',
        `The successor has been rotated too, and ${key.kid} lives. Undo that rotation first, or revoke that key.`,
        { keyIds: [key.kid] },
      );
    }
    next = key.replaced_by;
  }
}

function endOfOverlap(wanted: number, former: number | null, now: number): number {
  const latest = Math.min(former ?? LATEST, now + LONGEST_OVERLAP_MILLISECONDS);
  if (wanted < now - SKEW_MILLISECONDS || wanted > latest) {
    throw new AuthorityError(
      'expiry_not_allowed',
      'An overlap can end from now on, within 90 days, and not after the expiry that the key had before. Give such a time.',
      { pointer: '/endsAt' },
    );
  }
  return Math.max(wanted, now);
}
