import type { JsonValue } from '@lostwax/core';
import { assertAnyOf } from '../domain/access/assert-any-of.ts';
import { allows, permissions } from '../domain/access/permissions.ts';
import type { Principal } from '../domain/sessions/types.ts';
import { AuthorityError } from '../errors.ts';
import type { Access, Operation } from './operation.ts';

/**
 * Checks that the caller may do this at all. Runs before anything reveals the workspace, so that
 * unauthorized callers cannot learn which ones exist.
 *
 * @throws {@link AuthorityError} `insufficient_scope`; `unauthenticated` for a key where only a
 * session will do.
 */
export function assertAllowed(principal: Principal, access: Access, slug: string | null): void {
  if (access === 'public' || access === 'self') return;
  if (access === 'session') {
    assertSession(principal);
    return;
  }
  if (access === 'key') {
    assertKey(principal);
    return;
  }
  if (access === 'any') {
    // A list of all workspaces contains only those the key has access to, possibly none.
    if (slug === null || permissions.some((permission) => allows(principal, permission, slug))) return;
    assertAnyOf(principal, ['keys:read'], slug);
    return;
  }
  assertAnyOf(principal, typeof access === 'string' ? [access] : Object.values(access), slug);
}

function assertSession({ session }: Principal): void {
  if (session !== undefined) return;
  throw new AuthorityError(
    'unauthenticated',
    'This request is about a portal or console session, not a key. Send the session instead of a key.',
  );
}

/** A session that could create another would never end. */
function assertKey({ session }: Principal): void {
  if (session === undefined) return;
  throw new AuthorityError(
    'insufficient_scope',
    'This needs an administrator key; a session is not enough. Send the key as Authorization: Bearer <key>.',
  );
}

/**
 * A portal session may call only the operations built for it, regardless of its scopes: only those
 * enforce its limits in the domain.
 *
 * @throws {@link AuthorityError} `insufficient_scope`.
 */
export function assertForPortal({ view }: Principal, { portal }: Pick<Operation, 'portal'>): void {
  if (view === 'all' || portal) return;
  throw new AuthorityError(
    'insufficient_scope',
    'A portal session cannot do this; only the API provider can. Ask them.',
  );
}

/**
 * Checks whether the caller may send these members of the body.
 *
 * @throws {@link AuthorityError} `insufficient_scope`.
 */
export function assertMembersAllowed(
  principal: Principal,
  access: Access,
  slug: string | null,
  body: JsonValue,
): void {
  if (typeof access !== 'object' || typeof body !== 'object' || body === null) return;
  for (const member of Object.keys(body)) {
    const permission = Object.hasOwn(access, member) ? access[member] : undefined;
    if (permission !== undefined) assertAnyOf(principal, [permission], slug, member);
  }
}
