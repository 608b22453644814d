import type { CheckedKey } from '../key.ts';
import { keyRequirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';

/** A handler of a server that speaks in the Fetch API's requests and answers. */
export type KeyHandler<Claims, Rest extends unknown[]> = (
  request: Request,
  key: CheckedKey<Claims>,
  ...rest: Rest
) => Response | Promise<Response>;

/**
 * Puts a key before a handler. A request without a good one gets a problem (401, 403 or 503) and never reaches it.
 *
 * @param options - `scopes`: all of these must be the key's. `keyHeaders` and `basic`: where the key is, if not in `Authorization: Bearer` or
 *   `X-Api-Key`.
 * @example
 * const handler = requireKey(verifier, (request, key) => new Response(`Hello ${key.subject}`));
 */
export function requireKey<Claims, Rest extends unknown[]>(
  verifier: KeyChecker<Claims>,
  handler: KeyHandler<Claims, Rest>,
  options: RequireOptions = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  const required = keyRequirement(verifier, options);
  return async (request, ...rest) => {
    const { key, answer } = required.ofRequest(request);
    if (key !== undefined) return handler(request, key, ...rest);
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
}
