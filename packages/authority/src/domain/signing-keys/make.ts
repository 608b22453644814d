import { type AlgorithmName, makeKeyId, renderJwk, shardIn } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import { sealContext } from '../../minting/seal.ts';
import type { NewSigningKeyRow, SigningKeyRow, WorkspaceRow } from '../../store/rows.ts';
import type { Actor } from '../access/actor.ts';
import { change } from '../audit/change.ts';
import type { Ledger } from '../audit/ledger.ts';
import { publicHalfHash } from '../audit/trust/binding.ts';
import type { SigningContext } from './types.ts';

/** A signing key that is made and not stored: no token is signed with it yet. */
export type SigningKeyDraft = Pick<NewSigningKeyRow, 'kid' | 'shard' | 'algorithm' | 'jwk'> & {
  readonly sealed: Uint8Array;
};

/** @throws {@link AuthorityError} `secret_key_missing`. */
export function assertSecretKey({ secretKey }: Pick<SigningContext, 'secretKey'>): Uint8Array {
  if (secretKey !== undefined) return secretKey;
  throw new AuthorityError(
    'secret_key_missing',
    'Keys of the method "shared-signed" need a secret key, which encrypts the signing keys in the database, and this authority was started without one. ' +
      'Start it with --secret-key-file or LOSTWAX_SECRET_KEY: 32 random bytes in base64url, 43 characters.',
    { pointer: '/methods' },
  );
}

/**
 * Makes a signing key in the minting thread, its private half sealed there.
 *
 * @throws {@link AuthorityError} `secret_key_missing`.
 */
export async function draftSigningKey(
  context: Pick<SigningContext, 'minter' | 'secretKey'>,
  { id, prefix, algorithm }: WorkspaceRow,
): Promise<SigningKeyDraft> {
  const secret = assertSecretKey(context);
  const kid = makeKeyId(prefix);
  const { publicJwk, sealed } = await context.minter.signingKey({
    keyId: kid,
    algorithm: algorithm as AlgorithmName,
    seal: { secret, context: sealContext(id, kid) },
  });
  return {
    kid,
    shard: shardIn(kid),
    algorithm,
    jwk: renderJwk(publicJwk),
    sealed,
  };
}

/** Stores and publishes a drafted signing key, which signs new keys from then on. */
export async function keepSigningKey(ledger: Ledger, draft: SigningKeyDraft): Promise<SigningKeyRow> {
  const { tx, at, workspace } = ledger;
  const row: NewSigningKeyRow = {
    ...draft,
    workspace_id: workspace.id,
    published: 1,
    ...ledger.next('signing-key'),
    created_at: at,
    rotated_at: null,
    retires_at: null,
    removed_at: null,
  };
  const id = await tx.db.signingKeys.insert(row);
  ledger.signingKey('added', { ...row, id });
  ledger.record({
    action: 'signing-key.create',
    kid: row.kid,
    details: { algorithm: row.algorithm, publicHalfHash: publicHalfHash(row.jwk) },
  });
  return { ...row, id };
}

/**
 * The signing key that signs new keys of a workspace; makes it where there is none.
 *
 * @throws {@link AuthorityError} `secret_key_missing`.
 */
export async function ensureSigningKey(
  context: SigningContext,
  actor: Actor,
  workspace: WorkspaceRow,
): Promise<SigningKeyRow> {
  const existing = await context.store.read.signingKeys.current(workspace.id);
  if (existing !== undefined) return existing;
  const draft = await draftSigningKey(context, workspace);
  return change(
    context,
    actor,
    workspace.id,
    async (ledger) => (await ledger.tx.db.signingKeys.current(workspace.id)) ?? keepSigningKey(ledger, draft),
  );
}
