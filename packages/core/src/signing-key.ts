import { createPrivateKey } from 'node:crypto';
import { type AlgorithmName, algorithms } from './algorithms.ts';
import type { Claims } from './claims.ts';
import { thenCollect } from './collect.ts';
import { KeyError } from './errors.ts';
import { makePublicJwk, type PublicJwk } from './jwk.ts';
import { parseKeyId } from './key-id.ts';
import type { MintedKey } from './mint.ts';
import { pinOf } from './pin.ts';
import { encodeSigningInput, fitted } from './token.ts';

/** Both halves of a key pair that signs many tokens (spec/shared-signed.md §2). */
export interface SigningPair {
  readonly publicJwk: PublicJwk;
  /** PKCS #8, DER. It can make any key of the workspace: seal it, then overwrite this buffer. */
  readonly privateHalf: Buffer;
}

/** A key pair with which to sign, by its private half. */
export interface Signer {
  /** The signing key's ID, which goes into the header of each token. */
  readonly keyId: string;
  readonly algorithm: AlgorithmName;
  /** As {@link SigningPair} has it. */
  readonly privateHalf: Buffer;
}

/** A token signed by a key that it shares with others. */
export type SharedToken = Pick<MintedKey, 'token' | 'pin' | 'ending'>;

/**
 * Makes a key pair for many tokens. RS256 takes 0.1 to 0.5 s: call it in a worker thread.
 *
 * @param keyId - In the form of a key ID, so that the public half fits into a shard of the key set.
 * @throws {@link KeyError} `key_id_malformed`.
 */
export function makeSigningPair(keyId: string, name: AlgorithmName): SigningPair {
  parseKeyId(keyId);
  const algorithm = algorithms[name];
  return thenCollect(() => {
    const { publicKey, privateKey } = algorithm.makePair();
    return {
      publicJwk: makePublicJwk(algorithm.membersOf(publicKey), keyId, name),
      privateHalf: privateKey.export({ format: 'der', type: 'pkcs8' }),
    };
  });
}

/**
 * Signs one token for each of these claims. The imported private half is freed before this returns.
 *
 * @returns For each, in order, its token or why there is none: `token_too_long`, or `key_id_malformed` for a `jti` that is no key ID.
 */
export function signShared(signer: Signer, claims: readonly Claims[]): (SharedToken | KeyError)[] {
  return thenCollect(() => signEach(signer, claims));
}

function signEach({ keyId, algorithm: name, privateHalf }: Signer, claims: readonly Claims[]) {
  const algorithm = algorithms[name];
  const privateKey = createPrivateKey({ key: privateHalf, format: 'der', type: 'pkcs8' });
  return claims.map((each) => {
    try {
      parseKeyId(each.jti);
      const input = fitted(name, encodeSigningInput(name, keyId, each));
      const signature = algorithm.sign(Buffer.from(input), privateKey);
      const token = `${input}.${signature.toString('base64url')}`;
      return { token, pin: pinOf(token), ending: token.slice(-6) };
    } catch (error) {
      if (error instanceof KeyError) return error;
      throw error;
    }
  });
}
