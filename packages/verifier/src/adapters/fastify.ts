import type { CheckedKey } from '../key.ts';
import { keyRequirement, type MessageLike, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';
import { RequestKeys } from './request-keys.ts';

/** What is used of Fastify's request. */
export interface FastifyLikeRequest {
  readonly raw: MessageLike;
}

/** What is used of Fastify's reply. */
export interface FastifyLikeReply {
  code(status: number): this;
  headers(values: Record<string, string>): this;
  send(body: Uint8Array): unknown;
}

/** An `onRequest` or `preHandler` hook. */
export type KeyHook = (request: FastifyLikeRequest, reply: FastifyLikeReply, done: () => void) => void;

const keys = new RequestKeys<FastifyLikeRequest>();

/**
 * Puts a key before routes. A request without a good one gets a problem (401, 403 or 503) and goes no further.
 *
 * @param options - `scopes`: all of these must be the key's. `keyHeaders` and `basic`: where the key is, if not in `Authorization: Bearer` or
 *   `X-Api-Key`.
 * @example
 * app.addHook('onRequest', requireKey(verifier));
 * app.get('/orders', { onRequest: requireKey(verifier, { scopes: ['orders:read'] }) }, (req) => keyOf(req).subject);
 */
export function requireKey(verifier: KeyChecker<unknown>, options: RequireOptions = {}): KeyHook {
  const required = keyRequirement(verifier, options);
  return (request, reply, done) => {
    const { key, answer } = required.ofMessage(request.raw);
    if (key === undefined) {
      // As bytes: Fastify writes a charset behind the type of a text, and JSON has none.
      reply
        .code(answer.status)
        .headers({ ...answer.headers })
        .send(Buffer.from(answer.body));
      return;
    }
    keys.set(request, key, verifier);
    done();
  };
}

/**
 * The key of a request that has passed {@link requireKey}.
 *
 * @param verifier - The one that was asked: its type says what `claims` are, which are `unknown` without.
 * @throws TypeError where the request has not passed: a route that relies on a key must not run without.
 */
export function keyOf(request: FastifyLikeRequest): CheckedKey<unknown>;
export function keyOf<Claims>(request: FastifyLikeRequest, verifier: KeyChecker<Claims>): CheckedKey<Claims>;
export function keyOf(request: FastifyLikeRequest, verifier?: KeyChecker<unknown>): CheckedKey<unknown> {
  return keys.of(request, verifier);
}
