import { ADMIN_SLUG } from '../access/permissions.ts';

/** The permissions of each role in the console, as scopes of an administrator key. */
const roles = {
  viewer: ['keys:read', 'audit:read'],
  support: ['keys:read', 'audit:read', 'keys:revoke'],
  operator: ['keys:read', 'audit:read', 'keys:revoke', 'keys:create', 'keys:rotate', 'portal:write'],
  owner: ['admin'],
} as const satisfies Record<string, readonly string[]>;

export type Role = keyof typeof roles;

/** All four roles, from the fewest permissions to the most. */
export const roleNames = Object.keys(roles) as [Role, ...Role[]];

/** A role in one workspace, or (null) in all of them. */
export interface RoleGrant {
  readonly workspace: string | null;
  readonly role: Role;
}

/**
 * Returns the scopes of a person.
 *
 * A role for all workspaces covers the administrators' workspace only as far as `allows` permits, that is,
 * for `owner` alone.
 */
export function scopesOfRoles(grants: readonly RoleGrant[]): readonly string[] {
  const scopes = grants.flatMap(({ workspace, role }) =>
    roles[role].map((scope) => (workspace === null ? scope : `${scope}@${workspace}`)),
  );
  return [...new Set(scopes)];
}

/**
 * Reports whether a role limited to this workspace would grant nothing: administrator keys require `admin`
 * for all workspaces.
 */
export const isEmptyGrant = ({ workspace }: RoleGrant): boolean => workspace === ADMIN_SLUG;
