import type { Permission } from '../access/permissions.ts';
import type { PortalAct } from './types.ts';

/** What each deed of a portal session allows, for its own workspace and customer. To enable is to grant, so it takes `create`. */
const acts: Readonly<Record<PortalAct, readonly Permission[]>> = {
  view: ['keys:read', 'audit:read'],
  create: ['keys:create'],
  rotate: ['keys:rotate'],
  revoke: ['keys:revoke'],
};

/** All four. */
export const portalActs = Object.keys(acts) as PortalAct[];

/** The scopes of a portal session, the same as of an administrator's key for this workspace. */
export function scopesOfActs(can: readonly PortalAct[], slug: string): readonly string[] {
  return can.flatMap((act) => acts[act].map((permission) => `${permission}@${slug}`));
}
