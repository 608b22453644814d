import type { AlgorithmName } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import { sealContext } from '../../minting/seal.ts';
import type { SigningKeyRow, WorkspaceRow } from '../../store/rows.ts';
import { SYSTEM } from '../access/actor.ts';
import { assertSecretKey, ensureSigningKey } from '../signing-keys/make.ts';
import type { SigningContext } from '../signing-keys/types.ts';
import { makeFromClaims } from './claims.ts';
import type { Method } from './method.ts';

/**
 * Ordinary JWTs signed with one signing key per workspace. Any gateway that verifies JWTs accepts them; only gates
 * and verifiers that follow the full feed can refuse a single one. The signing key is decrypted only while it signs,
 * in the minting thread.
 */
export function sharedSignedMethod(context: SigningContext): Method {
  return {
    name: 'shared-signed',
    make: (workspace, orders, issuedAtSeconds) =>
      makeFromClaims(workspace, orders, issuedAtSeconds, async (claims) => {
        const secret = assertSecretKey(context);
        const signer = await ensureSigningKey(context, SYSTEM, workspace);
        const signed = await context.minter.signShared({
          keyId: signer.kid,
          algorithm: signer.algorithm as AlgorithmName,
          seal: { secret, context: sealContext(workspace.id, signer.kid) },
          sealed: signer.sealed ?? new Uint8Array(),
          claims,
        });
        if (signed === undefined) throw notDecrypted(workspace, signer);
        return signed.map((it) => (it instanceof Error ? it : { ...it, jwk: null, signedBy: signer.kid }));
      }),
  };
}

/** The secret key was checked at the start, so the encrypted bytes have changed since. */
function notDecrypted({ slug }: WorkspaceRow, { kid }: SigningKeyRow): AuthorityError {
  return new AuthorityError(
    'internal_error',
    `The signing key ${kid} of the workspace "${slug}" can't be decrypted: its record was altered or damaged. Revoke it; a new one then takes its place.`,
  );
}
