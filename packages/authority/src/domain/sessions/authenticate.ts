import { timingSafeEqual } from 'node:crypto';
import type { Reads } from '../../store/queries/queries.ts';
import type { SessionRow } from '../../store/rows.ts';
import { allows } from '../access/permissions.ts';
import type { Context } from '../context.ts';
import { scopesOfActs } from './acts.ts';
import { consolePrincipal } from './console.ts';
import { openerOf } from './opener.ts';
import { boundsOf, ended, ownersOf, personOf } from './rows.ts';
import { hashOf } from './secret.ts';
import type { Principal } from './types.ts';

/**
 * Returns the principal of a session. Its row, workspace, customer and opener are read every time, so that
 * anything ended or removed takes effect immediately: a portal session never outlives the key, or the role,
 * that opened it.
 *
 * @param embed - How the secret was sent: as a Bearer token (true) or in a cookie. A session accepts only its
 * own way.
 * @throws {@link AuthorityError} `session_ended`.
 */
export async function authenticateSession(
  { store, now }: Context,
  sessionId: string,
  secret: string,
  embed: boolean,
): Promise<Principal> {
  const row = await store.read.sessions.byId(sessionId);
  if (row === undefined || row.secret_hash === null || row.expires_at <= now()) throw ended();
  if (!timingSafeEqual(row.secret_hash, hashOf(secret)) || (row.embed === 1) !== embed) throw ended();
  return principalOf(store.read, row, now());
}

/** Returns the principal of a row that is known to be valid. */
export async function principalOf(db: Reads, row: SessionRow, now: number): Promise<Principal> {
  if (row.kind === 'console') return consolePrincipal(db, row, now);
  const { workspace, customer } = await ownersOf(db, row);
  const opener = await openerOf(db, row.created_by, now);
  if (opener === undefined || !allows(opener, 'portal:write', workspace.slug)) throw ended();
  const { can, scopes, claims, maxKeys } = boundsOf(row);
  return {
    id: row.id,
    scopes: scopesOfActs(can, workspace.slug),
    session: {
      id: row.id,
      kind: row.kind,
      workspace: workspace.slug,
      embed: row.embed === 1,
      expiresAt: row.expires_at,
    },
    via: row.kind,
    person: personOf(row) ?? undefined,
    openedBy: row.created_by,
    view: { customer: customer.subject as string, scopes, claims, maxKeys },
  };
}
