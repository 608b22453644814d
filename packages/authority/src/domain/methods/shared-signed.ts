import type { AlgorithmName, SharedToken } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import { sealContext } from '../../minting/seal.ts';
import type { SigningKeyRow, WorkspaceRow } from '../../store/rows.ts';
import { SYSTEM } from '../access/actor.ts';
import { assertSecretKey, ensureSigningKey } from '../signing-keys/make.ts';
import type { SigningContext } from '../signing-keys/types.ts';
import { claimsOf } from './claims.ts';
import type { Credential, Method } from './method.ts';

/**
 * Ordinary JWTs under one signing key per workspace. Any gateway that verifies JWTs accepts them; only gates and verifiers that follow the full
 * feed can refuse a single one. The signing key is open for the time of a signature, in the minting thread.
 */
export function sharedSignedMethod(context: SigningContext): Method {
  return {
    name: 'shared-signed',
    async make(workspace, orders, issuedAtSeconds) {
      const claimed = orders.map((order) => claimsOf(workspace, order, issuedAtSeconds));
      const claims = claimed.flatMap((it) => (it instanceof Error ? [] : [it]));
      const secret = assertSecretKey(context);
      const signer = await ensureSigningKey(context, SYSTEM, workspace);
      const signed = await context.minter.signShared({
        keyId: signer.kid,
        algorithm: signer.algorithm as AlgorithmName,
        seal: { secret, context: sealContext(workspace.id, signer.kid) },
        sealed: signer.sealed ?? new Uint8Array(),
        claims,
      });
      if (signed === undefined) throw wrongSecret(workspace, signer);
      const tokens = signed.values();
      return claimed.map((it) => (it instanceof Error ? it : credentialOf(tokens.next().value, signer.kid)));
    },
  };
}

function credentialOf(
  signed: SharedToken | AuthorityError | undefined,
  signedBy: string,
): Credential | Error {
  if (signed === undefined) throw new Error('The minter returned fewer tokens than requested.');
  if (signed instanceof Error) return signed;
  return { ...signed, jwk: null, signedBy };
}

/** The start checks the secret key, so the bytes were changed since. */
function wrongSecret({ slug }: WorkspaceRow, { kid }: SigningKeyRow): AuthorityError {
  return new AuthorityError(
    'internal_error',
    `The signing key ${kid} of the workspace "${slug}" can't be decrypted: its record was altered or damaged. Revoke it; another then takes its place.`,
  );
}
