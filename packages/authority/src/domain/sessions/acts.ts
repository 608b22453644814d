import type { Permission } from '../access/permissions.ts';
import type { PortalAct } from './types.ts';

/**
 * The permissions for each action of a portal session, in its own workspace and for its own customer.
 * Enabling a key grants access, so it requires `create`.
 */
const acts: Readonly<Record<PortalAct, readonly Permission[]>> = {
  view: ['keys:read', 'audit:read'],
  create: ['keys:create'],
  rotate: ['keys:rotate'],
  revoke: ['keys:revoke'],
};

/** All four. */
export const portalActs = Object.keys(acts) as PortalAct[];

/** Returns the scopes of a portal session, in the form that administrator keys of this workspace have. */
export function scopesOfActs(can: readonly PortalAct[], slug: string): readonly string[] {
  return can.flatMap((act) => acts[act].map((permission) => `${permission}@${slug}`));
}
