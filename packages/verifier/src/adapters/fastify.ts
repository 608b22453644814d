import type { IncomingHttpHeaders } from 'node:http';
import type { CheckedKey } from '../key.ts';
import { keyRequirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';
import { apiKeyOf } from './node-headers.ts';
import { RequestKeys } from './request-keys.ts';

/** What is used of Fastify's request. */
export interface FastifyLikeRequest {
  readonly headers: IncomingHttpHeaders;
}

/** What is used of Fastify's reply. */
export interface FastifyLikeReply {
  code(status: number): this;
  headers(values: Record<string, string>): this;
  send(body: string): unknown;
}

/** An `onRequest` or `preHandler` hook. */
export type KeyHook = (request: FastifyLikeRequest, reply: FastifyLikeReply, done: () => void) => void;

const keys = new RequestKeys<FastifyLikeRequest>();

/**
 * Puts a key before routes. A request without a good one gets a problem (401, 403 or 503) and goes no further.
 *
 * @param options - `scopes`: all of these must be the key's.
 * @example
 * app.addHook('onRequest', requireKey(verifier));
 * app.get('/orders', { onRequest: requireKey(verifier, { scopes: ['orders:read'] }) }, (req) => keyOf(req).subject);
 */
export function requireKey(verifier: KeyChecker, options: RequireOptions = {}): KeyHook {
  const required = keyRequirement(verifier, options);
  return (request, reply, done) => {
    const { key, answer } = required(request.headers.authorization, apiKeyOf(request.headers));
    if (key === undefined) {
      reply
        .code(answer.status)
        .headers({ ...answer.headers })
        .send(answer.body);
      return;
    }
    keys.set(request, key);
    done();
  };
}

/**
 * The key of a request that has passed {@link requireKey}.
 *
 * @throws TypeError where it has not: a route that relies on a key must not run without.
 */
export function keyOf(request: FastifyLikeRequest): CheckedKey {
  return keys.of(request);
}
