import type { SigningKeyRow } from '../../store/rows.ts';
import type { Ledger } from '../audit/ledger.ts';
import type { Context } from '../context.ts';
import type { RevokeDetails } from '../tasks/revoke.ts';
import type { Begun } from '../tasks/tasks.ts';

/**
 * Takes a signing key out of the key set, deletes its private half, and begins to revoke the keys that it signed: a gateway that refuses a
 * key and a gate that accepts it would be two truths.
 */
export async function removeSigningKey(
  { tasks }: Pick<Context, 'tasks'>,
  ledger: Ledger,
  row: SigningKeyRow,
  { action, actorId, reason }: { readonly action: string; readonly actorId: string; readonly reason: string },
): Promise<Begun> {
  const { db } = ledger.tx;
  await db.signingKeys.update(row.id, {
    published: 0,
    sealed: null,
    removed_at: ledger.at,
    ...ledger.next('signing-key'),
  });
  ledger.signingKey('removed', row);
  ledger.record({ action, kid: row.kid, texts: { reason } });
  const details: RevokeDetails = { filter: { signedBy: row.kid }, reason };
  return tasks.begin(ledger, {
    customer_id: null,
    kind: 'revoke',
    details: JSON.stringify(details),
    actor: actorId,
  });
}
