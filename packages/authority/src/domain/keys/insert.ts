import { shardIn } from '@lostwax/core';
import type { CustomerRow, KeyRow, NewKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import type { Ledger } from '../audit/ledger.ts';
import { bindingOf } from '../audit/trust/binding.ts';
import type { Credential } from '../methods/method.ts';
import { wholeSecond } from './admission.ts';
import type { NewKey } from './types.ts';

/** A key that is admitted and has its credential. */
export interface Complete {
  readonly keyId: string;
  readonly input: NewKey;
  /** Name of the method that created the credential. */
  readonly method: string;
  readonly credential: Credential;
  /** The key ID of the key that it replaces. */
  readonly replaces?: string | undefined;
  /** It comes from another system. */
  readonly imported?: { readonly disabled: boolean };
}

/**
 * Stores a key, its change and its audit entry in a transaction. Checks nothing: see `admit`. Many at once go through
 * `NewRows`, which uses the same two steps.
 */
export async function insertKey(
  ledger: Ledger,
  workspace: WorkspaceRow,
  actor: Actor,
  customer: Pick<CustomerRow, 'id' | 'ref'>,
  complete: Complete,
): Promise<KeyRow> {
  const row = newKeyRow(ledger, workspace, actor, customer, complete);
  const stored = { ...row, id: await ledger.tx.db.keys.insert(row) };
  recordKey(ledger, customer, stored, complete);
  return stored;
}

/** The record of a key that is recorded next. */
export function newKeyRow(
  ledger: Ledger,
  workspace: WorkspaceRow,
  actor: Actor,
  customer: Pick<CustomerRow, 'id'>,
  { keyId, input, method, credential, replaces, imported }: Complete,
): NewKeyRow {
  const { at } = ledger;
  const { pin, ending, jwk, endsAt, signedBy, credential: kept = null } = credential;
  const end = Math.min(input.expiresAt ?? Infinity, endsAt ?? Infinity);
  const disabled = imported?.disabled === true;
  const { changed_epoch, changed_seq, changed_digest, changed_at } = disabled
    ? ledger.current()
    : ledger.next({ pin, jwk });
  // Listed rather than spread: after a spread, V8 adds the other members one by one, which imports would notice.
  return {
    workspace_id: workspace.id,
    kid: keyId,
    shard: shardIn(keyId),
    customer_id: customer.id,
    name: input.name ?? null,
    ending,
    method,
    scopes: JSON.stringify(input.scopes ?? []),
    claims: JSON.stringify(input.claims ?? {}),
    metadata: JSON.stringify(input.metadata ?? {}),
    pin,
    jwk,
    signed_by: signedBy ?? null,
    credential: kept,
    published: disabled ? 0 : 1,
    changed_epoch,
    changed_seq,
    changed_digest,
    changed_at,
    created_at: at,
    created_by: actor.openedBy ?? actor.id,
    created_in: actor.view === 'all' ? null : actor.id,
    disabled_at: disabled ? at : null,
    disabled_by: disabled ? 'producer' : null,
    revoked_at: null,
    revocation_reason: null,
    expires_at: end === Infinity ? null : wholeSecond(end),
    former_expires_at: null,
    replaces: replaces ?? null,
    replaced_by: null,
    last_used_at: null,
    imported: imported === undefined ? 0 : 1,
    audit_seq: ledger.nextEntry,
  };
}

/** Records a key's change and its audit entry. */
export function recordKey(
  ledger: Ledger,
  customer: Pick<CustomerRow, 'ref'>,
  row: KeyRow,
  { keyId, input, replaces, imported }: Complete,
): void {
  const disabled = imported?.disabled === true;
  if (!disabled) ledger.pin('added', row);
  const customerRef = customer.ref;
  ledger.record({
    action: replaces === undefined ? 'key.issue' : 'key.rotate',
    kid: keyId,
    customerRef,
    details: {
      scopes: input.scopes ?? [],
      expiresAt: row.expires_at,
      replaces: row.replaces,
      ...(imported && { imported: true }),
      ...bindingOf(row),
    },
    texts: { customer: input.customer, name: input.name, claims: input.claims },
  });
  if (disabled) ledger.record({ action: 'key.disable', kid: keyId, customerRef });
}
