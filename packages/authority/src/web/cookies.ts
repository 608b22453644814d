import type { IncomingMessage } from 'node:http';

/**
 * `__Host-`: browsers accept it only over TLS (or from localhost), for this host alone and all its
 * paths.
 */
const nameOf = (sessionId: string): string => `__Host-lostwax-${sessionId}`;

const FIXED = 'Path=/; HttpOnly; Secure; SameSite=Strict';

/**
 * Returns the Set-Cookie of a session. The session's ID is part of the name, so that tabs of two
 * customers work side by side.
 *
 * @param seconds - The remaining lifetime of the session; 0 removes the cookie.
 */
export function sessionCookie(sessionId: string, secret: string, seconds: number): string {
  return `${nameOf(sessionId)}=${secret}; Max-Age=${seconds}; ${FIXED}`;
}

/** Returns the secret in the cookie of this session; undefined if there is none, or two. */
export function secretOf({ headers }: IncomingMessage, sessionId: string): string | undefined {
  const name = `${nameOf(sessionId)}=`;
  const found = (headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(name));
  return found.length === 1 ? found[0]?.slice(name.length) : undefined;
}
