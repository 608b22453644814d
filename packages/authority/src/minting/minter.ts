import type { AlgorithmName, Claims, MintedKey, PublicJwk, SharedToken } from '@lostwax/core';
import { AuthorityError, type ErrorCode } from '../errors.ts';
import { MintThread } from './thread.ts';
import type {
  MintFailure,
  SealedSigningKey,
  SharedRequest,
  SharedResult,
  SigningKeyRequest,
} from './worker.ts';

/**
 * How many keys of one caller a thread works on at a time: a batch of a thousand must not hold up a
 * single key. Each RSA pair takes as long as hundreds of others.
 */
const chunks: Readonly<Record<AlgorithmName, number>> = { ES256: 64, RS256: 1, EdDSA: 64 };

/**
 * Generates keys in worker threads, one per algorithm in use, so that no private half is ever in
 * the main thread.
 */
export interface Minter {
  /**
   * @returns For each order its key, or why there is none (`token_too_long`, `invalid_request`).
   *
   * @throws {@link AuthorityError} `shutting_down` after `close`; Error if the thread dies: the
   * next order gets a new one.
   */
  mint(
    algorithm: AlgorithmName,
    orders: readonly { readonly keyId: string; readonly claims: Claims }[],
  ): Promise<(MintedKey | AuthorityError)[]>;
  /** Returns the public half of a pair whose private half was never used. */
  sentinel(prefix: string, algorithm: AlgorithmName): Promise<PublicJwk>;
  /** Generates a key pair for many tokens, with a sealed private half. */
  signingKey(request: SigningKeyRequest): Promise<SealedSigningKey>;
  /**
   * Signs tokens with a sealed signing key, which is unsealed only in the thread and only while it
   * signs.
   *
   * @returns For each set of claims its token, or why there is none; undefined if the secret key
   * doesn't unseal the signing key.
   */
  signShared(request: SharedRequest): Promise<(SharedToken | AuthorityError)[] | undefined>;
  /** Ends the threads, and fails orders in progress. */
  close(): Promise<void>;
}

export function startMinter(): Minter {
  const threads = new Map<AlgorithmName, MintThread>();
  let closed = false;
  const thread = (algorithm: AlgorithmName): MintThread => {
    if (closed) {
      throw new AuthorityError(
        'shutting_down',
        'The authority is stopping and creates no more keys. Try again when it is back.',
      );
    }
    let found = threads.get(algorithm);
    if (found === undefined || found.ended) {
      found = new MintThread(chunks[algorithm]);
      threads.set(algorithm, found);
    }
    return found;
  };
  return {
    async mint(algorithm, orders) {
      const results: (MintedKey | AuthorityError)[] = [];
      const size = chunks[algorithm];
      for (let from = 0; from < orders.length; from += size) {
        const worker = thread(algorithm);
        const chunk = orders
          .slice(from, from + size)
          .map(({ keyId, claims }) => worker.mint({ algorithm, keyId, claims }));
        for (const answer of await Promise.all(chunk)) results.push(fromThread(answer));
      }
      return results;
    },
    sentinel: async (prefix, algorithm) =>
      thread(algorithm).ask({ kind: 'sentinel', request: { prefix, algorithm } }),
    signingKey: async (request) => thread(request.algorithm).ask({ kind: 'signing-key', request }),
    async signShared(request) {
      const answer = await thread(request.algorithm).ask<readonly SharedResult[] | { unsealed: false }>({
        kind: 'shared',
        request,
      });
      return 'unsealed' in answer ? undefined : answer.map(fromThread);
    },
    async close() {
      closed = true;
      await Promise.all([...threads.values()].map((one) => one.close()));
    },
  };
}

function fromThread<Made extends object>(result: Made | MintFailure): Made | AuthorityError {
  if (!('code' in result)) return result;
  const code: ErrorCode = result.code === 'token_too_long' ? 'token_too_long' : 'invalid_request';
  return new AuthorityError(code, result.message, { pointer: '/claims' });
}
