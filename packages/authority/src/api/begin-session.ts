import type { z } from '@hono/zod-openapi';
import { type BegunSession, type Sessions, sessionOf } from '../domain/sessions/types.ts';
import { sessionCookie } from '../web/cookies.ts';
import type { sessionInfo } from './schemas/sessions.ts';
import { sessionInfoOut } from './wire.ts';

/**
 * Answers a sign-in. The session's secret goes into a cookie, never into the body.
 *
 * @param headers - Response headers.
 */
export async function beginSession(
  sessions: Sessions,
  { principal, secret, lastsSeconds }: BegunSession,
  headers: Headers,
): Promise<z.infer<typeof sessionInfo>> {
  headers.append('set-cookie', sessionCookie(sessionOf(principal).id, secret, lastsSeconds));
  return sessionInfoOut(await sessions.info(principal));
}
