import { type AlgorithmName, type MintedKey, renderJwk } from '@lostwax/core';
import type { AuthorityError } from '../../errors.ts';
import type { Minter } from '../../minting/minter.ts';
import { claimsOf } from './claims.ts';
import type { Credential, Method } from './method.ts';

/** Our own method: a signed token with its own key pair, whose private half signs once and is destroyed. */
export function signedMethod(minter: Minter): Method {
  return {
    name: 'signed',
    async make(workspace, orders, issuedAtSeconds) {
      const claimed = orders.map((order) => claimsOf(workspace, order, issuedAtSeconds));
      const good = claimed.flatMap((it) => (it instanceof Error ? [] : [{ keyId: it.jti, claims: it }]));
      const minted = (await minter.mint(workspace.algorithm as AlgorithmName, good)).values();
      return claimed.map((it) => (it instanceof Error ? it : credentialOf(minted.next().value)));
    },
  };
}

function credentialOf(minted: MintedKey | AuthorityError | undefined): Credential | Error {
  if (minted === undefined) throw new Error('The minter returned fewer keys than requested.');
  if (minted instanceof Error) return minted;
  const { token, pin, ending, publicJwk } = minted;
  return { token, pin, ending, jwk: renderJwk(publicJwk) };
}
