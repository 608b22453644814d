import { AuthorityError } from '../../errors.ts';
import type { Reads } from '../../store/queries/queries.ts';
import type { Actor } from '../access/actor.ts';
import { allows, type Permission } from '../access/permissions.ts';
import { openerOf } from './opener.ts';
import { ended } from './rows.ts';

/**
 * Checks, in the transaction, that the caller may still do what was requested. Generating a thousand RSA keys
 * may have come between the request and this point, and a caller that was revoked meanwhile must not grant
 * anything after the revocation was acknowledged.
 *
 * @throws {@link AuthorityError} `invalid_key`, `session_ended`.
 */
export async function assertStillMay(
  db: Reads,
  actor: Actor,
  permission: Permission,
  slug: string,
  now: number,
): Promise<void> {
  if (actor.id === 'system') return;
  if (actor.view !== 'all') {
    const row = await db.sessions.byId(actor.id);
    if (row === undefined || row.expires_at <= now) throw ended();
    const opener = await openerOf(db, row.created_by, now);
    if (opener === undefined || !allows(opener, 'portal:write', slug)) throw ended();
    return;
  }
  const opener = await openerOf(db, actor.id, now);
  if (opener !== undefined && allows(opener, permission, slug)) return;
  if (actor.via === 'console') throw ended();
  throw new AuthorityError(
    'invalid_key',
    'The administrator key expired or was revoked during the request, so nothing was changed. Use another key.',
  );
}
