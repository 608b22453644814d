import { unwrap } from '@lostwax/client';
import type { Connection } from './connection.ts';

/** What a session may do for its customer. */
export type Can = 'view' | 'create' | 'rotate' | 'revoke';

/** A session as the authority tells it: `SessionInfo` of spec/http-api.yaml. */
export interface SessionInfo {
  readonly id: string;
  readonly kind: 'portal' | 'console';
  readonly expiresAt: string;
  readonly actor: { readonly id: string; readonly name: string | null };
  readonly workspace?: SessionWorkspace;
  readonly customer?: { readonly id: string; readonly name: string | null };
  readonly can: readonly Can[];
  readonly maxKeys: number | null;
  readonly liveKeys: number;
  readonly returnUrl: string | null;
  readonly locale: string | null;
}

export interface SessionWorkspace {
  readonly slug: string;
  readonly name: string | null;
  readonly colour: string | null;
  readonly scopes: readonly { readonly scope: string; readonly description: string | null }[];
  readonly longestLifeSeconds: number | null;
  readonly issuer: string;
}

interface Calls {
  GET(path: string): Promise<{ data?: SessionInfo; error?: unknown; response: Response }>;
  POST(path: string, init?: object): Promise<{ data?: SessionInfo; error?: unknown; response: Response }>;
}

/** Exchanges the single-use code for a session; the answer sets its cookie. */
export async function exchangeCode(
  { client }: Connection,
  workspace: string,
  code: string,
): Promise<SessionInfo> {
  return unwrap((client as unknown as Calls).POST('/v1/session/exchange', { body: { workspace, code } }));
}

export async function readSession({ client }: Connection): Promise<SessionInfo> {
  return unwrap((client as unknown as Calls).GET('/v1/session'));
}

export async function endSession({ client }: Connection): Promise<void> {
  await unwrap((client as unknown as Calls).POST('/v1/session/end'));
}
