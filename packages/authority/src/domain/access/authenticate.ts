import { timingSafeEqual } from 'node:crypto';
import { isKeyId, KeyError, type ParsedAnyToken, parseAnyToken, pinOf, readOpaqueKey } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { OwnedKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Context } from '../context.ts';
import { onKey, revokeStep } from '../keys/end-keys.ts';
import { stateOf } from '../keys/lifecycle.ts';
import type { Key } from '../keys/types.ts';
import { secretCredential } from '../methods/oauth-client.ts';
import { EMBED_PREFIX } from '../sessions/secret.ts';
import type { Principal } from '../sessions/types.ts';
import { jsonTextsOf } from '../stored-json.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { ADMIN_SLUG } from './permissions.ts';

/**
 * Finds the record of a key by its token, in any status. Matches on the pin, so exactly one string identifies
 * each key.
 *
 * @throws {@link AuthorityError} `invalid_key`. The message describes only what the text itself reveals. For
 * a well-formed key that isn't ours it is always the same, so that it doesn't tell an attacker how close a
 * guess was.
 */
async function recordOf({ store, origin }: Context, token: string): Promise<OwnedKeyRow> {
  const read = readOpaqueKey(token);
  if (read === 'whole' || read === 'client_secret') {
    const { keys } = store.read;
    const row = await (read === 'whole'
      ? keys.byPin(pinOf(token))
      : keys.byCredential(secretCredential(token)));
    if (row === undefined) throw notAccepted('This authority never issued the key.');
    return row;
  }
  const { keyId, claims } = parse(token);
  if (!claims.iss.startsWith(`${origin}/`)) {
    throw notAccepted(`The key belongs to another authority: its issuer does not start with ${origin}.`);
  }
  const row = await store.read.keys.find(keyId);
  if (row === undefined || !isPinOf(row.pin, token)) {
    throw notAccepted('The key was altered, or this authority never issued it.');
  }
  return row;
}

function parse(token: string): ParsedAnyToken {
  try {
    return parseAnyToken(token);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw notAccepted(mistakeIn(token) ?? error.message);
  }
}

function mistakeIn(text: string): string | undefined {
  if (isKeyId(text)) return 'This is a key ID, not the key itself.';
  if (text.startsWith(EMBED_PREFIX))
    return "This is an embedded session's token, but it is incomplete or altered.";
  if (readOpaqueKey(text) === 'mistyped')
    return 'The key is mistyped: its checksum is wrong, so at least one character was changed.';
  if (readOpaqueKey(text) === 'truncated') return 'The key is incomplete: its end is missing.';
  return undefined;
}

/** The pin of a damaged record may have another length. */
function isPinOf(pin: Uint8Array, token: string): boolean {
  const own = pinOf(token);
  return pin.length === own.length && timingSafeEqual(pin, own);
}

function notAccepted(what: string): AuthorityError {
  return new AuthorityError('invalid_key', `${what} Send the whole key as "Authorization: Bearer <key>".`);
}

/**
 * Returns the principal of an administrator key, provided the key is active and its customer isn't suspended.
 */
export async function authenticate(context: Context, token: string): Promise<Principal> {
  const { principals, now, store } = context;
  // What another replica has revoked must not be accepted from memory.
  await store.replica?.sync();
  const pin = Buffer.from(pinOf(token)).toString('base64');
  const known = principals.get(pin);
  if (known !== undefined && (known.expiresAt ?? Infinity) > now()) return known.principal;
  const generation = principals.generation;
  const admins = await workspaceRow(store.read, ADMIN_SLUG);
  const row = await recordOf(context, token);
  // The caller holds the whole key, so it is safe to say what happened to it.
  if (row.workspace_id !== admins.id) {
    const slug = await slugOf(context, row);
    throw new AuthorityError(
      'invalid_key',
      `This key belongs to the workspace "${slug}" and is for that product's API. This API needs an administrator key: use LOSTWAX_ADMIN_KEY or the file admin.key.`,
    );
  }
  const state = row.customer_state === 'suspended' ? 'suspended' : stateOf(row, now());
  if (state !== 'active') {
    throw new AuthorityError(
      'invalid_key',
      `This administrator key is ${state}. Use another, or ask an administrator for one.`,
    );
  }
  const scopes = jsonTextsOf(row.scopes);
  if (scopes === undefined)
    throw notAccepted('The record of this administrator key is damaged: its scopes cannot be read.');
  const principal: Principal = { id: row.kid, scopes, view: 'all' };
  principals.keep(generation, pin, { principal, expiresAt: row.expires_at });
  return principal;
}

async function slugOf({ store }: Context, row: OwnedKeyRow): Promise<string> {
  const workspace = await store.read.workspaces.byId(row.workspace_id);
  return (workspace as WorkspaceRow).slug;
}

/**
 * Revokes the key whose token is presented. Anyone who holds a key may revoke it, so the finder of a leaked
 * key needs no one's help.
 */
export async function revokeSelf(context: Context, address: string | null, token: string): Promise<Key> {
  const row = await recordOf(context, token);
  const state = stateOf(row, context.now());
  if (state === 'revoked' || state === 'expired') {
    throw new AuthorityError(
      'invalid_key',
      `The key is already ${state} and is no longer accepted. There is nothing left to do.`,
    );
  }
  const slug = await slugOf(context, row);
  const step = revokeStep('revoked by its holder');
  return onKey(context, { id: 'self', address, view: 'all' }, slug, row.kid, step, true);
}
