import type { CheckedKey } from '../key.ts';
import { keyRequirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';

/** A handler for servers based on the Fetch API's `Request` and `Response`. */
export type KeyHandler<Claims, Rest extends unknown[]> = (
  request: Request,
  key: CheckedKey<Claims>,
  ...rest: Rest
) => Response | Promise<Response>;

/**
 * Requires a key before calling a handler. A request without a valid key is answered with a problem (401, 403
 * or 503) and never reaches the handler.
 *
 * @param options - `scopes`: the key must have all of them. `keyHeaders` and `basic`: where to look for the
 *   key, if not in `Authorization: Bearer` or `X-Api-Key`.
 * @example
 * const handler = requireKey(verifier, (request, key) => new Response(`Hello ${key.subject}`));
 */
export function requireKey<Claims, Rest extends unknown[]>(
  verifier: KeyChecker<Claims>,
  handler: KeyHandler<Claims, Rest>,
  options: RequireOptions<Claims> = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  const required = keyRequirement(verifier, options);
  return async (request, ...rest) => {
    const { key, answer } = await required.ofRequest(request);
    if (key !== undefined) return handler(request, key, ...rest);
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
}
