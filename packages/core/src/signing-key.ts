import { createPrivateKey } from 'node:crypto';
import { type AlgorithmName, algorithms } from './algorithms.ts';
import type { Claims } from './claims.ts';
import { thenCollect } from './collect.ts';
import { KeyError } from './errors.ts';
import { makePublicJwk, type PublicJwk } from './jwk.ts';
import { parseKeyId } from './key-id.ts';
import type { MintedKey } from './mint.ts';
import { endingOf } from './names.ts';
import { pinOf } from './pin.ts';
import { encodeSigningInput, fitted } from './token.ts';

/** Both halves of a key pair that signs many tokens (spec/shared-signed.md §2). */
export interface SigningPair {
  readonly publicJwk: PublicJwk;
  /** PKCS #8, DER. It can sign any key of the workspace: encrypt it, then overwrite this buffer. */
  readonly privateHalf: Buffer;
}

/** A private half to sign with. */
export interface Signer {
  /** The signing key's ID, the `kid` in each token. */
  readonly keyId: string;
  readonly algorithm: AlgorithmName;
  /** As in {@link SigningPair}. */
  readonly privateHalf: Buffer;
}

/** A token signed with a shared key. */
export type SharedToken = Pick<MintedKey, 'token' | 'pin' | 'ending'>;

/**
 * Creates a key pair for many tokens. RS256 takes 0.1 to 0.5 s: call it in a worker thread.
 *
 * @param keyId - Has the form of a key ID, so that the public half belongs to a shard of the key set.
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
 * Signs one token for each set of claims. The imported private half is freed before this returns.
 *
 * @returns For each, in order, its token or why it has none: `token_too_long`, or `key_id_malformed` if its `jti`
 *   is not a key ID.
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
      return { token, pin: pinOf(token), ending: endingOf(token) };
    } catch (error) {
      if (error instanceof KeyError) return error;
      throw error;
    }
  });
}
