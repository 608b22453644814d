import { AuthorityError } from '../../errors.ts';
import type { OwnedKeyRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import type { Context } from '../context.ts';
import { checkExpiry } from './admission.ts';
import { assertNotEnded, onKey } from './end-keys.ts';
import { changeKey } from './lifecycle.ts';
import { assertNotSaid } from './plan.ts';
import type { Key, KeyPatch } from './types.ts';

/** Changes what isn't in the token: name and metadata, and the expiration to an earlier one. */
export async function updateKey(
  context: Context,
  actor: Actor,
  slug: string,
  kid: string,
  patch: KeyPatch,
): Promise<Key> {
  if (actor.view !== 'all') assertNotSaid('metadata', patch.metadata);
  return onKey(context, actor, slug, kid, async (ledger, key) => {
    const { name, metadata } = patch;
    if (patch.expiresAt === null && key.expires_at !== null) throw notLater(key);
    const expiresAt = patch.expiresAt ?? undefined;
    if (name !== undefined || metadata !== undefined) assertNotErased(key);
    if (expiresAt !== undefined) checkEarlier(key, expiresAt, ledger.at);
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(metadata === undefined ? {} : { metadata: JSON.stringify(metadata) }),
      ...(expiresAt === undefined ? {} : earlierExpiry(key, expiresAt)),
    };
    if (Object.keys(change).length === 0) return;
    await changeKey(ledger, key, key.customer_state, change);
    const changed = Object.keys(patch).filter((member) => member !== 'expiresAt' || expiresAt !== undefined);
    const details = { changed, ...(expiresAt === undefined ? {} : { expiresAt }) };
    ledger.record({ action: 'key.update', kid, customerRef: key.customer_ref, details, texts: { name } });
  });
}

/** During an overlap, the earlier expiration also applies if the rotation is undone. */
function earlierExpiry(key: OwnedKeyRow, expiresAt: number) {
  const inOverlap = key.former_expires_at !== null;
  return { expires_at: expiresAt, ...(inOverlap ? { former_expires_at: expiresAt } : {}) };
}

/** @throws {@link AuthorityError} `key_ended`, `expiry_not_allowed`, `key_immutable`. */
function checkEarlier(key: OwnedKeyRow, expiresAt: number, now: number): void {
  assertNotEnded(key, now, 'given another expiration');
  checkExpiry(expiresAt, now);
  if (key.expires_at === null || expiresAt <= key.expires_at) return;
  throw notLater(key);
}

function notLater(key: OwnedKeyRow): AuthorityError {
  return new AuthorityError(
    'key_immutable',
    "You can move a key's expiration earlier, but not later than its token states. Rotate the key and set the later expiration on its successor.",
    { pointer: '/expiresAt', keyIds: [key.kid] },
  );
}

/** @throws {@link AuthorityError} `key_ended`: no personal data may be added after an erasure. */
function assertNotErased(key: OwnedKeyRow): void {
  if (key.customer_state !== 'erasing' && key.customer_state !== 'erased') return;
  throw new AuthorityError(
    'key_ended',
    "This key's customer has been erased, so the key cannot have a name or metadata. Create a new key for another customer.",
    { keyIds: [key.kid] },
  );
}
