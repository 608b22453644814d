import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CheckedKey } from '../key.ts';
import { keyRequirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';
import { RequestKeys } from './request-keys.ts';

/** A middleware of Express, Connect or Polka: what Express gives is what Node gives, and more. */
export type KeyMiddleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const keys = new RequestKeys<IncomingMessage>();

/**
 * Puts a key before the routes that follow. A request without a good one gets a problem (401, 403 or 503) and goes no further.
 *
 * @param options - `scopes`: all of these must be the key's. `keyHeaders` and `basic`: where the key is, if not in `Authorization: Bearer` or
 *   `X-Api-Key`.
 * @example
 * app.use(requireKey(verifier));
 * app.get('/orders', requireKey(verifier, { scopes: ['orders:read'] }), (req, res) => res.json(keyOf(req).subject));
 */
export function requireKey(verifier: KeyChecker<unknown>, options: RequireOptions = {}): KeyMiddleware {
  const required = keyRequirement(verifier, options);
  return (request, response, next) => {
    const { key, answer } = required.ofMessage(request);
    if (key === undefined) {
      response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
      return;
    }
    keys.set(request, key, verifier);
    next();
  };
}

/**
 * The key of a request that has passed {@link requireKey}.
 *
 * @param verifier - The one that was asked: its type says what `claims` are, which are `unknown` without.
 * @throws TypeError where the request has not passed: a route that relies on a key must not run without.
 */
export function keyOf(request: IncomingMessage): CheckedKey<unknown>;
export function keyOf<Claims>(request: IncomingMessage, verifier: KeyChecker<Claims>): CheckedKey<Claims>;
export function keyOf(request: IncomingMessage, verifier?: KeyChecker<unknown>): CheckedKey<unknown> {
  return keys.of(request, verifier);
}
