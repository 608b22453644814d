import { type AlgorithmName, type MintedKey, renderJwk } from '@lostwax/core';
import type { Minter } from '../../minting/minter.ts';
import { makeFromClaims } from './claims.ts';
import type { Credential, Method } from './method.ts';

/** Our own method: a signed token with its own key pair, whose private half signs once and is destroyed. */
export function signedMethod(minter: Minter): Method {
  return {
    name: 'signed',
    make: (workspace, orders, issuedAtSeconds) =>
      makeFromClaims(workspace, orders, issuedAtSeconds, async (all) => {
        const requests = all.map((claims) => ({ keyId: claims.jti, claims }));
        const minted = await minter.mint(workspace.algorithm as AlgorithmName, requests);
        return minted.map((it) => (it instanceof Error ? it : credentialOf(it)));
      }),
  };
}

function credentialOf({ token, pin, ending, publicJwk }: MintedKey): Credential {
  return { token, pin, ending, jwk: renderJwk(publicJwk) };
}
