import { type SessionInfo, unwrap } from '@lostwax/client';
import type { Connection } from './connection.ts';

export type { SessionInfo } from '@lostwax/client';

/** Exchanges the single-use code for a session; the answer sets its cookie. */
export async function exchangeCode(
  { client }: Connection,
  workspace: string,
  code: string,
): Promise<SessionInfo> {
  return unwrap(client.POST('/v1/session/exchange', { body: { workspace, code } }));
}

export async function readSession({ client }: Connection): Promise<SessionInfo> {
  return unwrap(client.GET('/v1/session'));
}

export async function endSession({ client }: Connection): Promise<void> {
  await unwrap(client.POST('/v1/session/end'));
}
