import { type AlgorithmName, algorithms, type KeyMembers } from './algorithms.ts';
import type { Claims } from './claims.ts';
import { thenCollect } from './collect.ts';
import { KeyError } from './errors.ts';
import { makePublicJwk, type PublicJwk } from './jwk.ts';
import { parseKeyId, sentinelKeyId } from './key-id.ts';
import { endingOf } from './names.ts';
import { pinOf } from './pin.ts';
import { encodeSigningInput, fitted, tokenCharacters } from './token.ts';

/** The content of a new key. */
export interface MintRequest {
  readonly algorithm: AlgorithmName;
  readonly keyId: string;
  /** Made by `buildClaims`; their `jti` is the key id. */
  readonly claims: Claims;
}

/** A new key. The token is shown once and never stored; the rest goes into the key record. */
export interface MintedKey {
  readonly token: string;
  readonly publicJwk: PublicJwk;
  /** SHA-256 of the token, 32 bytes. */
  readonly pin: Uint8Array;
  /** The last 6 characters of the token. */
  readonly ending: string;
}

/**
 * Makes a key pair, signs once with its private half, and lets that half be destroyed, all in one synchronous turn.
 *
 * The private half is never exported: OpenSSL wipes it when its handle is freed, and the collection at the end frees it now.
 * RS256 takes 0.1 to 0.5 s: call it in a worker thread.
 *
 * @throws {@link KeyError} `token_too_long`, `key_id_malformed`, or `claims_invalid` when the `jti` is not the key id, all before
 *   a pair is made.
 */
export function mintKey(request: MintRequest): MintedKey {
  const signingInput = prepare(request);
  return thenCollect(() => signOnce(request, signingInput));
}

/**
 * Mints many keys in one synchronous turn, with one collection for up to 1,000 of them; RS256, where a collection costs nothing
 * beside the pair, has one for each.
 *
 * @returns For each request its key, or the error that {@link mintKey} would throw; one bad request hinders no other.
 */
export function mintKeys(requests: readonly MintRequest[]): (MintedKey | KeyError)[] {
  const results: (MintedKey | KeyError)[] = [];
  for (const batch of batches(requests)) {
    for (const result of thenCollect(() => batch.map(mintOrError))) results.push(result);
  }
  return results;
}

/**
 * Makes the public half of a workspace's sentinel, which ends every key set; its private half is dropped unused.
 *
 * @throws {@link KeyError} `prefix_invalid`.
 */
export function mintSentinel(prefix: string, algorithm: AlgorithmName): PublicJwk {
  const keyId = sentinelKeyId(prefix);
  return thenCollect(() => makePublicJwk(makeUnused(algorithm), keyId, algorithm));
}

/**
 * Returns the length in characters of the token that a request would produce, without creating it.
 * A key can be minted if this is at most 4,096.
 */
export function tokenLength({ algorithm, keyId, claims }: MintRequest): number {
  return tokenCharacters(algorithm, encodeSigningInput(algorithm, keyId, claims));
}

function prepare({ algorithm, keyId, claims }: MintRequest): string {
  parseKeyId(keyId);
  if (claims.jti !== keyId)
    throw new KeyError('claims_invalid', 'The claims belong to another key. Build them with this key ID.');
  return fitted(algorithm, encodeSigningInput(algorithm, keyId, claims));
}

/** No private half should wait longer than about 0.1 s for its collection. */
function batches(requests: readonly MintRequest[]): readonly (readonly MintRequest[])[] {
  const slow = requests.some(({ algorithm }) => algorithms[algorithm].slowPair);
  const size = slow ? 1 : 1000;
  return Array.from({ length: Math.ceil(requests.length / size) }, (_, n) =>
    requests.slice(n * size, (n + 1) * size),
  );
}

function mintOrError(request: MintRequest): MintedKey | KeyError {
  try {
    return signOnce(request, prepare(request));
  } catch (error) {
    if (error instanceof KeyError) return error;
    throw error;
  }
}

// The pair exists only in the frame of this function: a collection that ran inside it would still
// find it in a register.
function signOnce({ algorithm: name, keyId }: MintRequest, signingInput: string): MintedKey {
  const algorithm = algorithms[name];
  const { publicKey, privateKey } = algorithm.makePair();
  const signature = algorithm.sign(Buffer.from(signingInput), privateKey);
  const token = `${signingInput}.${signature.toString('base64url')}`;
  return {
    token,
    publicJwk: makePublicJwk(algorithm.membersOf(publicKey), keyId, name),
    pin: pinOf(token),
    ending: endingOf(token),
  };
}

function makeUnused(name: AlgorithmName): KeyMembers {
  const algorithm = algorithms[name];
  return algorithm.membersOf(algorithm.makePair().publicKey);
}
