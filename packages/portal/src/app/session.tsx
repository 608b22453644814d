import type { LostwaxClient } from '@lostwax/client';
import { createContext, useContext } from 'react';
import type { Connection } from '../api/connection.ts';
import type { SessionInfo } from '../api/session.ts';

/** The session that the screens below belong to. */
export interface Session {
  readonly connection: Connection;
  readonly client: LostwaxClient;
  readonly info: SessionInfo;
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('A screen is outside of a session.');
  return session;
}
