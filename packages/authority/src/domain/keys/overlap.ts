import { AuthorityError } from '../../errors.ts';
import type { OwnedKeyRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { assertStillMay } from '../sessions/still.ts';
import { grantedBy } from '../stored-json.ts';
import { checkScopes, LATEST } from './admission.ts';
import { assertMayGrant, assertNotEnded, onKey, revokeStep, type Step } from './end-keys.ts';
import { keyRow } from './key-view.ts';
import { changeKey, formerExpiry, stateOf } from './lifecycle.ts';
import type { Key, RotationChange } from './types.ts';
import { assertNotWider } from './widening.ts';

/**
 * Longest overlap, measured from the rotation. During it, the successor doesn't count toward the key limit.
 */
const LONGEST_OVERLAP_MILLISECONDS = 90 * 86_400_000;
/** How far behind ours the clock of a caller that ends a rotation "now" may be. */
const SKEW_MILLISECONDS = 300_000;

/** Moves the end of an overlap, ends it, or undoes the rotation, while the old key is still accepted. */
export async function changeRotation(
  context: Context,
  actor: Actor,
  slug: string,
  kid: string,
  change: RotationChange,
): Promise<Key> {
  const step: Step = async (ledger, key, workspace) => {
    if (key.replaced_by === null || key.former_expires_at === null) {
      throw new AuthorityError(
        'no_rotation',
        'The key has no successor, so there is no overlap to change. POST …/rotate starts a rotation.',
        { keyIds: [kid] },
      );
    }
    assertNotEnded(key, ledger.at, 'kept');
    const former = formerExpiry(key);
    const successor = await keyRow(ledger.tx.db, workspace, key.replaced_by, 'all');
    // Extending a key's life grants access, just as enabling does. A key that is no longer allowed keeps its
    // end, and a caller that may not create keys can't exchange a successor for a key that grants more.
    const assertMayLive = async (until: number | null): Promise<void> => {
      await assertStillMay(ledger.tx.db, actor, 'keys:rotate', slug, ledger.at);
      for (const either of [key, successor]) assertMayGrant(either, actor.view);
      assertNotWider(actor, slug, grantOf(successor, successor.expires_at), grantOf(key, until));
      checkScopes(workspace, { scopes: key.customer_scopes }, grantedBy(key).scopes, actor.view);
    };
    if ('cancel' in change) {
      await assertLast(ledger, successor);
      await assertMayLive(former);
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
    const endsAt =
      'end' in change ? ledger.at : endOfOverlap(change.endsAt, former, successor.created_at, ledger.at);
    if (endsAt > (key.expires_at ?? Infinity)) await assertMayLive(endsAt);
    await changeKey(ledger, key, key.customer_state, { expires_at: endsAt });
    ledger.record({ action: 'rotation.move', kid, customerRef: key.customer_ref, details: { endsAt } });
  };
  return onKey(context, actor, slug, kid, step, 'end' in change);
}

/**
 * @throws {@link AuthorityError} `key_replaced` if the successor has a live successor of its own: the old key
 * would then be a second key.
 */
async function assertLast(ledger: Ledger, successor: OwnedKeyRow): Promise<void> {
  for (let next = successor.replaced_by; next !== null; ) {
    const key = await keyRow(ledger.tx.db, ledger.workspace, next, 'all');
    const state = stateOf(key, ledger.at);
    if (state === 'active' || state === 'disabled') {
      throw new AuthorityError(
        'key_replaced',
        `The successor has been rotated too, and ${key.kid} is still active. Cancel that rotation first, or revoke that key.`,
        { keyIds: [key.kid] },
      );
    }
    next = key.replaced_by;
  }
}

function grantOf(key: OwnedKeyRow, expiresAt: number | null) {
  return { ...grantedBy(key), expiresAt };
}

/**
 * @param former - The key's expiration before the rotation; null for none.
 * @param begun - When it was rotated.
 * @throws {@link AuthorityError} `expiry_not_allowed`.
 */
function endOfOverlap(wanted: number, former: number | null, begun: number, now: number): number {
  const latest = Math.min(former ?? LATEST, begun + LONGEST_OVERLAP_MILLISECONDS);
  if (wanted < now - SKEW_MILLISECONDS || wanted > latest) {
    throw new AuthorityError(
      'expiry_not_allowed',
      "An overlap must end between now and 90 days after the rotation, and no later than the key's original expiration. Choose a time in that range.",
      { pointer: '/endsAt' },
    );
  }
  return Math.max(wanted, now);
}
