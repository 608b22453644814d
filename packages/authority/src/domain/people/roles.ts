import { ADMIN_SLUG } from '../access/permissions.ts';

/** What a person with this role may do in the console: scopes as an administrator's key has them. */
const roles = {
  viewer: ['keys:read', 'audit:read'],
  support: ['keys:read', 'audit:read', 'keys:revoke'],
  operator: ['keys:read', 'audit:read', 'keys:revoke', 'keys:create', 'keys:rotate', 'portal:write'],
  owner: ['admin'],
} as const satisfies Record<string, readonly string[]>;

export type Role = keyof typeof roles;

/** All four, from the least to the most. */
export const roleNames = Object.keys(roles) as [Role, ...Role[]];

/** A role in one workspace, or (null) in all of them. */
export interface RoleGrant {
  readonly workspace: string | null;
  readonly role: Role;
}

/**
 * The scopes of a person.
 *
 * A role for all workspaces covers the one of administrators' keys only as far as `allows` has it: `owner` alone.
 */
export function scopesOfRoles(grants: readonly RoleGrant[]): readonly string[] {
  const scopes = grants.flatMap(({ workspace, role }) =>
    roles[role].map((scope) => (workspace === null ? scope : `${scope}@${workspace}`)),
  );
  return [...new Set(scopes)];
}

/** Whether a role in this workspace alone would say nothing: administrators' keys need `admin` for all workspaces. */
export const isEmptyGrant = ({ workspace }: RoleGrant): boolean => workspace === ADMIN_SLUG;
