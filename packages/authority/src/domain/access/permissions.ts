import { isSlug } from '@lostwax/core';

/** The workspace of administrator keys. Created at the first start; requires global `admin`. */
export const ADMIN_SLUG = 'lostwax';

/** The permissions that each scope of an administrator key grants. */
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

/** A permission that an operation can require. */
export type Permission = (typeof grants)['admin'][number];

export const permissions: readonly Permission[] = grants.admin;

/** Every scope of an administrator key. Appending `@<slug>` limits it to one workspace. */
export const adminScopes: readonly string[] = Object.keys(grants);

/**
 * Reports whether a principal has a permission in a workspace. Every permission check of the authority goes
 * through here.
 *
 * @param slug - The workspace, or null for operations that span all of them.
 */
export function allows(
  principal: { readonly scopes: readonly string[] },
  permission: Permission,
  slug: string | null,
): boolean {
  // Access to administrator keys amounts to access to everything, so it requires `admin`.
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

/** Reports whether a text is a valid scope of an administrator key. */
export function isAdminScope(scope: string): boolean {
  const at = scope.indexOf('@');
  return adminScopes.includes(at < 0 ? scope : scope.slice(0, at)) && (at < 0 || isSlug(scope.slice(at + 1)));
}
