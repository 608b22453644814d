import { AuthorityError } from '../../errors.ts';
import type { CustomerRow, KeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Tx } from '../../store/store.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import type { Ledger } from '../audit/ledger.ts';
import { endSessionsOpenedBy } from '../sessions/end-opened.ts';
import type { KeyState } from './types.ts';

/** Returns the first status that applies: revoked, expired, disabled, active. */
export function stateOf(
  key: Pick<KeyRow, 'revoked_at' | 'expires_at' | 'disabled_at'>,
  now: number,
): KeyState {
  if (key.revoked_at !== null) return 'revoked';
  if (key.expires_at !== null && key.expires_at <= now) return 'expired';
  return key.disabled_at === null ? 'active' : 'disabled';
}

/** In `former_expires_at`: the key had no expiration before the rotation. */
export const NONE = -1;

/**
 * The expiration restored when a rotation is undone; null if there was none, or if the key isn't being
 * replaced.
 */
export function formerExpiry({
  former_expires_at: former,
}: Pick<KeyRow, 'former_expires_at'>): number | null {
  return former === NONE ? null : former;
}

/** The mutable part of a key record; everything else is in the token and can't change. */
type KeyChange = Partial<
  Pick<
    KeyRow,
    | 'name'
    | 'metadata'
    | 'claims'
    | 'disabled_at'
    | 'disabled_by'
    | 'revoked_at'
    | 'revocation_reason'
    | 'expires_at'
    | 'former_expires_at'
    | 'replaced_by'
  >
>;

/**
 * Changes a key record and, if that adds its pin to the set or removes it, records the change in the ledger.
 *
 * Every lifecycle change of a key goes through here: revoke, disable, enable, expiration, overlap,
 * suspension.
 */
export async function changeKey(
  ledger: Ledger,
  before: KeyRow,
  customerState: CustomerRow['state'],
  change: KeyChange,
): Promise<KeyRow> {
  const after = { ...before, ...change };
  const live = customerState === 'active' && stateOf(after, ledger.at) === 'active';
  if (live !== (before.published === 1)) {
    Object.assign(after, { published: live ? 1 : 0, ...ledger.next(before) });
    ledger.pin(live ? 'restored' : 'removed', after);
    if (!live && ledger.workspace.slug === ADMIN_SLUG) await endSessionsOpenedBy(ledger.tx, before.kid);
  } else if (Object.keys(change).length === 0) return after;
  const { published, changed_epoch, changed_seq, changed_digest, changed_at } = after;
  await ledger.tx.db.keys.update(before.id, {
    ...change,
    published,
    changed_epoch,
    changed_seq,
    changed_digest,
    changed_at,
  });
  return after;
}

/**
 * The last step of an operation on administrator keys: at least one that never expires must remain.
 *
 * @throws {@link AuthorityError} `last_admin_key`; the transaction is then rolled back.
 */
export async function assertAdminRemains(tx: Tx, workspace: WorkspaceRow): Promise<void> {
  if (workspace.slug !== ADMIN_SLUG) return;
  if (await tx.db.keys.anyLasting(workspace.id, 'admin')) return;
  throw new AuthorityError(
    'last_admin_key',
    'This is the last administrator key that does not expire; without it, you would lose access to this authority. Create another with the scope admin first.',
  );
}
