import { AuthorityError } from '../../errors.ts';
import { ADMIN_SLUG } from '../access/permissions.ts';
import { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import { workspaceRow } from '../workspaces/rows.ts';
import { principalOf } from './authenticate.ts';
import { CONSOLE_SECONDS } from './console.ts';
import { ownersOf } from './rows.ts';
import { hashOf, newSecret } from './secret.ts';
import type { BegunSession } from './types.ts';

/** How long a portal session lasts after the exchange: an hour, regardless of activity. */
const PORTAL_SECONDS = 3_600;

/**
 * Exchanges a code for the secret of its session. Works once: the code is deleted in the same transaction.
 *
 * @param slug - The workspace the code belongs to; null for the console.
 * @throws {@link AuthorityError} `code_invalid` for a code that is unknown, used, expired, or of another
 * workspace, without telling which; `session_ended` if its customer or holder no longer exists.
 */
export async function exchange(
  { store, now }: Context,
  address: string | null,
  slug: string | null,
  code: string,
): Promise<BegunSession> {
  const workspace = await workspaceRow(store.read, slug ?? ADMIN_SLUG).catch(() => undefined);
  if (workspace === undefined) throw notGood();
  const secret = newSecret();
  return store.write(async (tx) => {
    const row = await tx.db.sessions.byCode(hashOf(code), slug === null ? null : workspace.id, now());
    if (row === undefined) throw notGood();
    const lastsSeconds = row.kind === 'console' ? CONSOLE_SECONDS : PORTAL_SECONDS;
    const change = {
      code_hash: null,
      secret_hash: hashOf(secret),
      expires_at: now() + lastsSeconds * 1_000,
    };
    await tx.db.sessions.update(row.id, change);
    const principal = await principalOf(tx.db, { ...row, ...change }, now());
    const { id, via, person, view } = principal;
    const owners = row.kind === 'console' ? undefined : await ownersOf(tx.db, row);
    await Ledger.write(tx, workspace.id, { id, address, via, person, view }, now(), async (ledger) => {
      ledger.record({
        action: 'session.begin',
        customerRef: owners?.customer.ref,
        details: { session: row.id },
      });
    });
    return { principal, secret, lastsSeconds };
  });
}

function notGood(): AuthorityError {
  return new AuthorityError(
    'code_invalid',
    'This link has already been used or is older than five minutes. Go back to where you opened it to get a new one.',
  );
}
