import type { IncomingMessage } from 'node:http';

/** `__Host-`: browsers take it only over TLS (or from localhost), for this host alone and the whole of it. */
const nameOf = (sessionId: string): string => `__Host-lostwax-${sessionId}`;

const FIXED = 'Path=/; HttpOnly; Secure; SameSite=Strict';

/**
 * The Set-Cookie of a session. The session's ID is part of the name, so that tabs of two customers work side by side.
 *
 * @param seconds - How long it is kept, what is left of the session; 0 takes it away.
 */
export function sessionCookie(sessionId: string, secret: string, seconds: number): string {
  return `${nameOf(sessionId)}=${secret}; Max-Age=${seconds}; ${FIXED}`;
}

/** The secret in the cookie of this session; undefined where there is none, or two. */
export function secretOf({ headers }: IncomingMessage, sessionId: string): string | undefined {
  const name = `${nameOf(sessionId)}=`;
  const found = (headers.cookie ?? '')
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part.startsWith(name));
  return found.length === 1 ? found[0]?.slice(name.length) : undefined;
}
