import type { CheckedKey } from '../key.ts';
import { keyRequirement, type RequireOptions } from '../require.ts';
import type { KeyChecker } from '../verifier.ts';

/** A handler of a server that speaks in the Fetch API's requests and answers. */
export type KeyHandler<Rest extends unknown[]> = (
  request: Request,
  key: CheckedKey,
  ...rest: Rest
) => Response | Promise<Response>;

/**
 * Puts a key before a handler. A request without a good one gets a problem (401, 403 or 503) and never reaches it.
 *
 * @param options - `scopes`: all of these must be the key's.
 * @example
 * const handler = requireKey(verifier, (request, key) => new Response(`Hello ${key.subject}`));
 */
export function requireKey<Rest extends unknown[]>(
  verifier: KeyChecker,
  handler: KeyHandler<Rest>,
  options: RequireOptions = {},
): (request: Request, ...rest: Rest) => Promise<Response> {
  const required = keyRequirement(verifier, options);
  return async (request, ...rest) => {
    const { headers } = request;
    const { key, answer } = required(
      headers.get('authorization') ?? undefined,
      headers.get('x-api-key') ?? undefined,
    );
    if (key !== undefined) return handler(request, key, ...rest);
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  };
}
