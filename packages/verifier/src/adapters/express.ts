import type { IncomingMessage, ServerResponse } from 'node:http';
import { whenKnown } from '@lostwax/contract';
import type { CheckedKey } from '../key.ts';
import { keyRequirement, type Requirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';
import { RequestKeys } from './request-keys.ts';

/** Middleware for Express, Connect or Polka, typed by what they share with `node:http`. */
export type KeyMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void;

const keys = new RequestKeys<IncomingMessage>();

/**
 * Requires a key on the routes that follow. A request without a valid key is answered with a problem (401,
 * 403 or 503) and goes no further.
 *
 * @param options - `scopes`: the key must have all of them. `keyHeaders` and `basic`: where to look for the
 *   key, if not in `Authorization: Bearer` or `X-Api-Key`.
 * @example
 * app.use(requireKey(verifier));
 * app.get('/orders', requireKey(verifier, { scopes: ['orders:read'] }), (req, res) => res.json(keyOf(req).subject));
 */
export function requireKey<Claims>(
  verifier: KeyChecker<Claims>,
  options: RequireOptions<Claims> = {},
): KeyMiddleware {
  const required = keyRequirement(verifier, options);
  return (request, response, next) => {
    const pass = ({ key, answer }: Requirement<unknown>): void => {
      if (key === undefined) {
        response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
        return;
      }
      keys.set(request, key, verifier);
      next();
    };
    whenKnown(required.ofMessage(request), pass, next);
  };
}

/**
 * Returns the key of a request that passed {@link requireKey}.
 *
 * @param verifier - The verifier that checked the key; gives `claims` their type. Without it they are
 *   `unknown`.
 * @throws TypeError if the request did not pass, so that a route that relies on a key never runs without one.
 */
export function keyOf(request: IncomingMessage): CheckedKey<unknown>;
export function keyOf<Claims>(request: IncomingMessage, verifier: KeyChecker<Claims>): CheckedKey<Claims>;
export function keyOf(request: IncomingMessage, verifier?: KeyChecker<unknown>): CheckedKey<unknown> {
  return keys.of(request, verifier);
}
