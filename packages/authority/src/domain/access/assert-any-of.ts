import { AuthorityError } from '../../errors.ts';
import { ADMIN_SLUG, allows, type Permission } from './permissions.ts';

/**
 * Checks that a principal has at least one of these permissions in a workspace.
 *
 * @param slug - The workspace, or null for operations that span all of them.
 * @param member - The body member that requires the permission, for the message.
 * @throws {@link AuthorityError} `insufficient_scope`, naming the scopes that would suffice.
 */
export function assertAnyOf(
  principal: { readonly scopes: readonly string[] },
  wanted: readonly Permission[],
  slug: string | null,
  member?: string,
): void {
  if (wanted.some((permission) => allows(principal, permission, slug))) return;
  throw lacking(wanted, slug, member);
}

function lacking(permissions: readonly Permission[], slug: string | null, member?: string): AuthorityError {
  // In the workspace of administrator keys, only `admin` for all workspaces counts.
  const scopes = permissions.map((it) =>
    slug === ADMIN_SLUG ? 'admin' : slug === null ? it : `${it}@${slug}`,
  );
  const [...needed] = new Set(scopes);
  const what = member === undefined ? 'This' : `Changing "${member}"`;
  return new AuthorityError(
    'insufficient_scope',
    `${what} requires a key with the scope ${needed.join(' or ')}.`,
    { scope: needed.join(' ') },
  );
}
