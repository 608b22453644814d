import type { CheckedKey } from '../key.ts';
import { keyRequirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';
import { RequestKeys } from './request-keys.ts';

/** The part of Hono's context that is used here. */
export interface HonoLikeContext {
  readonly req: { readonly raw: Request };
}

/** Middleware for Hono. */
export type KeyMiddleware = (
  context: HonoLikeContext,
  next: () => Promise<void>,
) => Promise<Response | undefined>;

// Stored by the raw request, which survives when one app passes it to another, and by Hono's request, which
// survives when middleware that reads the body (`bodyLimit`) replaces the raw one.
const keys = new RequestKeys<object>();

/**
 * Requires a key on the routes that follow. A request without a valid key is answered with a problem (401,
 * 403 or 503) and goes no further.
 *
 * @param options - `scopes`: the key must have all of them. `keyHeaders` and `basic`: where to look for the
 *   key, if not in `Authorization: Bearer` or `X-Api-Key`.
 * @example
 * app.use(requireKey(verifier));
 * app.get('/orders', requireKey(verifier, { scopes: ['orders:read'] }), (c) => c.text(keyOf(c).subject));
 */
export function requireKey<Claims>(
  verifier: KeyChecker<Claims>,
  options: RequireOptions<Claims> = {},
): KeyMiddleware {
  const required = keyRequirement(verifier, options);
  return async ({ req }, next) => {
    const { key, answer } = await required.ofRequest(req.raw);
    if (key === undefined)
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    keys.set(req.raw, key, verifier);
    keys.set(req, key, verifier);
    await next();
    return undefined;
  };
}

/**
 * Returns the key of a request that passed {@link requireKey}.
 *
 * @param verifier - The verifier that checked the key; gives `claims` their type. Without it they are
 *   `unknown`.
 * @throws TypeError if the request did not pass, so that a route that relies on a key never runs without one.
 */
export function keyOf(context: HonoLikeContext): CheckedKey<unknown>;
export function keyOf<Claims>(context: HonoLikeContext, verifier: KeyChecker<Claims>): CheckedKey<Claims>;
export function keyOf({ req }: HonoLikeContext, verifier?: KeyChecker<unknown>): CheckedKey<unknown> {
  return keys.of(keys.has(req.raw) ? req.raw : req, verifier);
}
