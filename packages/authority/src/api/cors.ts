import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Operation, Services } from './operation.ts';

/** What a page from another origin may send; cookies are not included. */
const HEADERS = 'authorization, content-type, idempotency-key';
/**
 * Seconds a browser caches a preflight response: a removed origin is refused after this.
 */
const KEPT_SECONDS = 60;

/**
 * Whether pages of other origins have any business with an operation: what a portal session may do,
 * and to kill a key that was found.
 */
export const isShared = ({ portal, access }: Operation): boolean => portal === true || access === 'self';

/**
 * Lets pages read the answer whose origin is among the workspace's `allowedOrigins`. Where the path
 * has no workspace, those of any: the
 * session decides later.
 *
 * @returns Whether the origin is among them.
 */
export async function shareAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  slug: string | null,
  { domain }: Services,
): Promise<boolean> {
  // Also without an origin: a cache must not give this answer to a page that has one.
  response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !(await domain.allowsOrigin(slug, origin))) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'retry-after, x-request-id');
  return true;
}

/** The headers of the answer to a preflight that is granted. */
export function preflightHeaders(operations: readonly Operation[]): Record<string, string> {
  return {
    'access-control-allow-methods': operations.map(({ method }) => method.toUpperCase()).join(', '),
    'access-control-allow-headers': HEADERS,
    'access-control-max-age': String(KEPT_SECONDS),
  };
}
