import type { Role, RoleGrant } from '../../src/domain/people/roles.ts';
import type { PortalAct } from '../../src/domain/sessions/types.ts';

// What each scope, role and deed allows, written down a second time: a slip in domain/permissions.ts, domain/people/roles.ts or
// domain/sessions/acts.ts must not be able to hide itself.
const keysWrite = ['keys:read', 'keys:create', 'keys:rotate', 'keys:revoke'];
const others = ['portal:write', 'usage:write', 'feed:read', 'audit:read'];

const grants: Readonly<Record<string, readonly string[]>> = {
  admin: ['admin', ...keysWrite, ...others],
  'keys:write': keysWrite,
  ...Object.fromEntries([...keysWrite, ...others].map((scope) => [scope, [scope]])),
};

/** Every scope of an administrator key. */
export const scopeNames = Object.keys(grants);

/** The rule as documented, not the code of `allows`. */
export function allowed(scope: string, permission: string, target: string | null): boolean {
  if (target === 'lostwax') return scope === 'admin';
  if (['any', 'key'].includes(permission) && target === null) return true;
  const [name = '', only] = scope.split('@');
  if (only !== undefined && only !== target) return false;
  const granted = grants[name] ?? [];
  return permission === 'any' ? granted.length > 0 : granted.includes(permission);
}

const roles: Readonly<Record<Role, readonly string[]>> = {
  viewer: ['keys:read', 'audit:read'],
  support: ['keys:read', 'audit:read', 'keys:revoke'],
  operator: ['keys:read', 'audit:read', 'keys:revoke', 'keys:create', 'keys:rotate', 'portal:write'],
  owner: ['admin'],
};

export const roleNames = Object.keys(roles) as Role[];

/** A role as the scopes that would allow the same. */
export function scopesOfRole({ role, workspace }: RoleGrant): readonly string[] {
  return roles[role].map((scope) => (workspace === null ? scope : `${scope}@${workspace}`));
}

const acts: Readonly<Record<PortalAct, readonly string[]>> = {
  view: ['keys:read', 'audit:read'],
  create: ['keys:create'],
  rotate: ['keys:rotate'],
  revoke: ['keys:revoke'],
};

export const actNames = Object.keys(acts) as PortalAct[];

/** Whether a portal session with these permissions may do what requires this permission, for its own customer. */
export function actsAllow(can: readonly PortalAct[], permission: string): boolean {
  return can.some((act) => acts[act].includes(permission));
}
