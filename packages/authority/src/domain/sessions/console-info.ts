import type { Reads } from '../../store/queries/queries.ts';
import { ADMIN_SLUG, allows, permissions } from '../access/permissions.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { type Principal, type SessionInfo, sessionOf } from './types.ts';

/**
 * Returns what the console shows of its session: who is signed in, and their permissions per workspace. The
 * authority checks again on each request.
 */
export async function consoleInfo(db: Reads, principal: Principal): Promise<SessionInfo> {
  const { id, person, scopes } = principal;
  const session = sessionOf(principal);
  const places = new Set(scopes.map((scope) => scope.split('@', 2)[1] ?? null));
  return {
    id: session.id,
    kind: session.kind,
    expiresAt: session.expiresAt,
    actor: person ?? { id, name: (await db.keys.find(id))?.name ?? null },
    can: [],
    permissions: [...places].map((workspace) => ({
      workspace,
      permissions: permissions.filter((permission) => allows(principal, permission, workspace)),
    })),
    warnings: allows(principal, 'admin', null) && (await isFirstKeyInUse(db)) ? ['first_key_in_use'] : [],
    ...{ maxKeys: null, liveKeys: 0, returnUrl: null, locale: null },
  };
}

/**
 * The key that the authority created at its first start, or at a reset, is in a file and should be replaced
 * by a named one.
 */
async function isFirstKeyInUse(db: Reads): Promise<boolean> {
  const admins = await workspaceRow(db, ADMIN_SLUG);
  return db.keys.anyPublishedBy(admins.id, 'system');
}
