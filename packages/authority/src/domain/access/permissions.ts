import { isSlug } from '@lostwax/core';

/** The workspace of administrators' keys: made at the first start, acted on by global `admin` only. */
export const ADMIN_SLUG = 'lostwax';

/** What each scope of an administrator's key allows. */
const grants = {
  admin: [
    'admin',
    'keys:read',
    'keys:create',
    'keys:rotate',
    'keys:revoke',
    'portal:write',
    'usage:write',
    'feed:read',
    'audit:read',
  ],
  'keys:read': ['keys:read'],
  'keys:create': ['keys:create'],
  'keys:rotate': ['keys:rotate'],
  'keys:revoke': ['keys:revoke'],
  'keys:write': ['keys:read', 'keys:create', 'keys:rotate', 'keys:revoke'],
  'portal:write': ['portal:write'],
  'usage:write': ['usage:write'],
  'feed:read': ['feed:read'],
  'audit:read': ['audit:read'],
} as const;

/** What an operation may ask for. */
export type Permission = (typeof grants)['admin'][number];

/** All of them. */
export const permissions: readonly Permission[] = grants.admin;

/** Every scope of an administrator's key; each may be followed by `@<slug>` to hold for one workspace only. */
export const adminScopes: readonly string[] = Object.keys(grants);

/**
 * Whether a principal may do this in a workspace: the one check of the whole authority.
 *
 * @param slug - The workspace, or null for what concerns all of them.
 */
export function allows(
  principal: { readonly scopes: readonly string[] },
  permission: Permission,
  slug: string | null,
): boolean {
  // Whoever may touch administrators' keys can make himself anything: only those who are anything already may.
  if (slug === ADMIN_SLUG) return principal.scopes.includes('admin');
  return principal.scopes.some((scope) => {
    const [name = '', only] = scope.split('@', 2);
    if (only !== undefined && only !== slug) return false;
    return (
      Object.hasOwn(grants, name) &&
      (grants[name as keyof typeof grants] as readonly string[]).includes(permission)
    );
  });
}

/** Whether a text is a scope that an administrator's key can have. */
export function isAdminScope(scope: string): boolean {
  const at = scope.indexOf('@');
  return adminScopes.includes(at < 0 ? scope : scope.slice(0, at)) && (at < 0 || isSlug(scope.slice(at + 1)));
}
