import type { CheckedKey } from '../key.ts';
import { keyRequirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';
import { RequestKeys } from './request-keys.ts';

/** What is used of Hono's context. */
export interface HonoLikeContext {
  readonly req: { header(name: string): string | undefined; readonly raw: Request };
}

/** A middleware of Hono. */
export type KeyMiddleware = (
  context: HonoLikeContext,
  next: () => Promise<void>,
) => Promise<Response | undefined>;

// By the raw request, which stays the same through nested apps.
const keys = new RequestKeys<Request>();

/**
 * Puts a key before the routes that follow. A request without a good one gets a problem (401, 403 or 503) and goes no further.
 *
 * @param options - `scopes`: all of these must be the key's.
 * @example
 * app.use(requireKey(verifier));
 * app.get('/orders', requireKey(verifier, { scopes: ['orders:read'] }), (c) => c.text(keyOf(c).subject));
 */
export function requireKey(verifier: KeyChecker, options: RequireOptions = {}): KeyMiddleware {
  const required = keyRequirement(verifier, options);
  return async ({ req }, next) => {
    const { key, answer } = required(req.header('authorization'), req.header('x-api-key'));
    if (key === undefined)
      return new Response(answer.body, { status: answer.status, headers: answer.headers });
    keys.set(req.raw, key);
    await next();
    return undefined;
  };
}

/**
 * The key of a request that has passed {@link requireKey}.
 *
 * @throws TypeError where it has not: a route that relies on a key must not run without.
 */
export function keyOf({ req }: HonoLikeContext): CheckedKey {
  return keys.of(req.raw);
}
