import { timingSafeEqual } from 'node:crypto';
import { parseToken, pinOf } from '@lostwax/core';
import { AuthorityError } from '../errors.ts';
import type { Context } from './context.ts';
import { onKey, revokeStep } from './end-keys.ts';
import { type OwnedKeyRow, selectKeys } from './key-view.ts';
import { stateOf } from './lifecycle.ts';
import { ADMIN_SLUG } from './permissions.ts';
import { workspaceRow } from './rows.ts';
import type { Principal } from './sessions/types.ts';
import type { Key } from './types.ts';

/**
 * Finds the record of the key whose token this is, in any state. The pin decides: one string for each key.
 *
 * @throws {@link AuthorityError} `invalid_key`, always with the same sentence: it must not tell a guesser how near he is.
 */
async function recordOf({ store }: Context, token: string): Promise<OwnedKeyRow> {
  const keyId = keyIdOf(token);
  const row =
    keyId === undefined
      ? undefined
      : await selectKeys(store.read).where('keys.kid', '=', keyId).executeTakeFirst();
  if (row === undefined || !timingSafeEqual(row.pin, pinOf(token))) throw notAccepted();
  return row;
}

function keyIdOf(token: string): string | undefined {
  try {
    return parseToken(token).keyId;
  } catch {
    return undefined;
  }
}

function notAccepted(): AuthorityError {
  return new AuthorityError(
    'invalid_key',
    'The key is not one that this authority accepts: mistyped, cut short, or ended. Send "Authorization: Bearer" and the whole key.',
  );
}

/** Who an administrator's key speaks for, while it is active and its customer is not suspended. */
export async function authenticate(context: Context, token: string): Promise<Principal> {
  const { principals, now, store } = context;
  const pin = Buffer.from(pinOf(token)).toString('base64');
  const known = principals.get(pin);
  if (known !== undefined && (known.expiresAt ?? Infinity) > now()) return known.principal;
  const generation = principals.generation;
  const admins = await workspaceRow(store.read, ADMIN_SLUG);
  const row = await recordOf(context, token);
  const active = row.customer_state === 'active' && stateOf(row, now()) === 'active';
  if (row.workspace_id !== admins.id || !active) throw notAccepted();
  const principal = { id: row.kid, scopes: JSON.parse(row.scopes) };
  principals.keep(generation, pin, { principal, expiresAt: row.expires_at });
  return principal;
}

/** Whoever holds a key may end it: a finder of a leaked one needs nobody's help. */
export async function revokeSelf(context: Context, address: string | null, token: string): Promise<Key> {
  const row = await recordOf(context, token);
  const state = stateOf(row, context.now());
  if (state === 'revoked' || state === 'expired') throw notAccepted();
  const { slug } = await context.store.read
    .selectFrom('workspaces')
    .select('slug')
    .where('id', '=', row.workspace_id)
    .executeTakeFirstOrThrow();
  return onKey(context, { id: 'self', address }, slug, row.kid, revokeStep('revoked with the key itself'));
}
