import { whenKnown } from '@lostwax/contract';
import type { CheckedKey } from '../key.ts';
import { keyRequirement, type MessageLike, type Requirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';
import { RequestKeys } from './request-keys.ts';

/** The part of Fastify's request that is used here. */
export interface FastifyLikeRequest {
  readonly raw: MessageLike;
}

/** The part of Fastify's reply that is used here. */
export interface FastifyLikeReply {
  code(status: number): this;
  headers(values: Record<string, string>): this;
  send(body: Uint8Array): unknown;
}

/** An `onRequest` or `preHandler` hook. */
export type KeyHook = (
  request: FastifyLikeRequest,
  reply: FastifyLikeReply,
  done: (error?: Error) => void,
) => void;

const keys = new RequestKeys<FastifyLikeRequest>();

/**
 * Requires a key on routes. A request without a valid key is answered with a problem (401, 403 or 503) and
 * goes no further.
 *
 * @param options - `scopes`: the key must have all of them. `keyHeaders` and `basic`: where to look for the
 *   key, if not in `Authorization: Bearer` or `X-Api-Key`.
 * @example
 * app.addHook('onRequest', requireKey(verifier));
 * app.get('/orders', { onRequest: requireKey(verifier, { scopes: ['orders:read'] }) }, (req) => keyOf(req).subject);
 */
export function requireKey<Claims>(
  verifier: KeyChecker<Claims>,
  options: RequireOptions<Claims> = {},
): KeyHook {
  const required = keyRequirement(verifier, options);
  return (request, reply, done) => {
    const pass = ({ key, answer }: Requirement<unknown>): void => {
      if (key === undefined) {
        // Sent as bytes: Fastify appends a charset to the content type of a string, and JSON has none.
        reply
          .code(answer.status)
          .headers({ ...answer.headers })
          .send(Buffer.from(answer.body));
        return;
      }
      keys.set(request, key, verifier);
      done();
    };
    whenKnown(required.ofMessage(request.raw), pass, (error) => done(error as Error));
  };
}

/**
 * Returns the key of a request that passed {@link requireKey}.
 *
 * @param verifier - The verifier that checked the key; gives `claims` their type. Without it they are
 *   `unknown`.
 * @throws TypeError if the request did not pass, so that a route that relies on a key never runs without one.
 */
export function keyOf(request: FastifyLikeRequest): CheckedKey<unknown>;
export function keyOf<Claims>(request: FastifyLikeRequest, verifier: KeyChecker<Claims>): CheckedKey<Claims>;
export function keyOf(request: FastifyLikeRequest, verifier?: KeyChecker<unknown>): CheckedKey<unknown> {
  return keys.of(request, verifier);
}
