import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Operation, Services } from './operation.ts';

/** What a page from another origin may send; cookies aren't included. */
const HEADERS = 'authorization, content-type, idempotency-key';
/**
 * Seconds a browser caches a preflight response: a removed origin is refused after this.
 */
const KEPT_SECONDS = 60;

/**
 * Reports whether pages of other origins may call an operation: those that a portal session may
 * call, and revoking a found key.
 */
export const isShared = ({ portal, access }: Operation): boolean => portal === true || access === 'self';

/**
 * Lets pages whose origin is among the workspace's `allowedOrigins` read the response. If the path
 * has no workspace, any workspace's origins count: the session decides later.
 *
 * @returns Whether the origin is allowed.
 */
export async function shareAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  slug: string | null,
  { domain }: Services,
): Promise<boolean> {
  // Set even without an origin: a cache must not serve this response to a page that has one.
  response.setHeader('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !(await domain.allowsOrigin(slug, origin))) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'retry-after, x-request-id');
  return true;
}

/** Returns the response headers for an allowed preflight. */
export function preflightHeaders(operations: readonly Operation[]): Record<string, string> {
  return {
    'access-control-allow-methods': operations.map(({ method }) => method.toUpperCase()).join(', '),
    'access-control-allow-headers': HEADERS,
    'access-control-max-age': String(KEPT_SECONDS),
  };
}
