import { type AlgorithmName, buildClaims, KeyError, type MintedKey, renderJwk } from '@lostwax/core';
import { AuthorityError } from '../../errors.ts';
import type { Minter } from '../../minting/minter.ts';
import type { WorkspaceRow } from '../../store/rows.ts';
import type { Credential, Method, Order } from './method.ts';

/** Our own method: a signed token with its own key pair, whose private half signs once and is destroyed. */
export function signedMethod(minter: Minter): Method {
  return {
    name: 'signed',
    async make(workspace, orders, issuedAtSeconds) {
      const claimed = orders.map((order) => claimsOf(workspace, order, issuedAtSeconds));
      const good = claimed.flatMap((it) => (it instanceof Error ? [] : [it]));
      const minted = (await minter.mint(workspace.algorithm as AlgorithmName, good)).values();
      return claimed.map((it) => (it instanceof Error ? it : credentialOf(minted.next().value)));
    },
  };
}

function claimsOf(workspace: WorkspaceRow, { keyId, input }: Order, issuedAtSeconds: number) {
  const expiresAt = input.expiresAt ?? null;
  try {
    const claims = buildClaims({
      issuer: workspace.issuer,
      customer: input.customer,
      audience: workspace.audience,
      keyId,
      issuedAtSeconds,
      ...(expiresAt === null ? {} : { expiresAtSeconds: Math.floor(expiresAt / 1000) }),
      scopes: input.scopes ?? [],
      claims: input.claims ?? {},
    });
    return { keyId, claims };
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return new AuthorityError('invalid_request', error.message, { pointer: '/claims' });
  }
}

function credentialOf(minted: MintedKey | AuthorityError | undefined): Credential | Error {
  if (minted === undefined) throw new Error('The minter returned fewer keys than requested.');
  if (minted instanceof Error) return minted;
  const { token, pin, ending, publicJwk } = minted;
  return { token, pin, ending, jwk: renderJwk(publicJwk) };
}
