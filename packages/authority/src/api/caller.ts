import type { IncomingMessage } from 'node:http';
import { parseEmbedToken } from '../domain/sessions/secret.ts';
import type { Principal } from '../domain/sessions/types.ts';
import { AuthorityError } from '../errors.ts';
import { bearerOf } from '../web/bearer.ts';
import { secretOf } from '../web/cookies.ts';
import { assertSameOrigin } from '../web/same-origin.ts';
import type { Services } from './operation.ts';

/**
 * Authenticates a request: an administrator key or the token of an embedded session as Bearer, or
 * the session named in the `x-lostwax-session` header, with its secret in a cookie.
 *
 * @throws {@link AuthorityError} `unauthenticated`, `invalid_key`, `session_ended`,
 * `cross_site_request`; `invalid_request` if a request has both a session and a Bearer, because two
 * programs could each pick a different one.
 */
export async function principalOf(request: IncomingMessage, services: Services): Promise<Principal> {
  const sessionId = namedSession(request);
  if (sessionId !== undefined) return byCookie(request, sessionId, services);
  const token = bearerOf(request);
  const embedded = parseEmbedToken(token);
  if (embedded === undefined) return services.domain.authenticate(token);
  return byEmbedToken(request, embedded, services);
}

/** @throws {@link AuthorityError} `invalid_request` when a Bearer is sent as well. */
export function namedSession(request: IncomingMessage): string | undefined {
  const named = request.headersDistinct['x-lostwax-session'] ?? [];
  if (named.length === 0) return undefined;
  if (named.length === 1 && request.headers.authorization === undefined) return named[0];
  throw new AuthorityError(
    'invalid_request',
    named.length > 1
      ? 'The x-lostwax-session header appears twice. Send it once.'
      : 'The request has both a session and a key. Send only one of them.',
  );
}

async function byCookie(
  request: IncomingMessage,
  sessionId: string,
  { domain, origin }: Services,
): Promise<Principal> {
  assertSameOrigin(request, origin);
  return domain.sessions.authenticate(sessionId, secretOf(request, sessionId) ?? '', false);
}

/** A stolen token is useless to a page that the producer hasn't allowed. */
async function byEmbedToken(
  request: IncomingMessage,
  { id, secret }: { readonly id: string; readonly secret: string },
  { domain, origin: own }: Services,
): Promise<Principal> {
  const principal = await domain.sessions.authenticate(id, secret, true);
  const { origin } = request.headers;
  const workspace = principal.session?.workspace ?? null;
  if (origin === undefined || origin === own || (await domain.allowsOrigin(workspace, origin)))
    return principal;
  throw new AuthorityError(
    'cross_site_request',
    `Pages at ${origin.slice(0, 255)} cannot use sessions of this workspace. Add the origin to the workspace's allowedOrigins, or use an allowed page.`,
  );
}
