import type { CheckedKey } from '../key.ts';
import { keyRequirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';
import { RequestKeys } from './request-keys.ts';

/** What is used of Hono's context. */
export interface HonoLikeContext {
  readonly req: { readonly raw: Request };
}

/** A middleware of Hono. */
export type KeyMiddleware = (
  context: HonoLikeContext,
  next: () => Promise<void>,
) => Promise<Response | undefined>;

// By the raw request, which stays the same where one app hands it to another; and by Hono's own, which stays the same where a middleware
// that has read the body (`bodyLimit`) puts another raw one in its place.
const keys = new RequestKeys<object>();

/**
 * Puts a key before the routes that follow. A request without a good one gets a problem (401, 403 or 503) and goes no further.
 *
 * @param options - `scopes`: all of these must be the key's. `keyHeaders` and `basic`: where the key is, if not in `Authorization: Bearer` or
 *   `X-Api-Key`.
 * @example
 * app.use(requireKey(verifier));
 * app.get('/orders', requireKey(verifier, { scopes: ['orders:read'] }), (c) => c.text(keyOf(c).subject));
 */
export function requireKey(verifier: KeyChecker<unknown>, options: RequireOptions = {}): KeyMiddleware {
  const required = keyRequirement(verifier, options);
  return async ({ req }, next) => {
    const { key, answer } = required.ofRequest(req.raw);
    if (key === undefined)
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    keys.set(req.raw, key, verifier);
    keys.set(req, key, verifier);
    await next();
    return undefined;
  };
}

/**
 * The key of a request that has passed {@link requireKey}.
 *
 * @param verifier - The one that was asked: its type says what `claims` are, which are `unknown` without.
 * @throws TypeError where the request has not passed: a route that relies on a key must not run without.
 */
export function keyOf(context: HonoLikeContext): CheckedKey<unknown>;
export function keyOf<Claims>(context: HonoLikeContext, verifier: KeyChecker<Claims>): CheckedKey<Claims>;
export function keyOf({ req }: HonoLikeContext, verifier?: KeyChecker<unknown>): CheckedKey<unknown> {
  return keys.of(keys.has(req.raw) ? req.raw : req, verifier);
}
