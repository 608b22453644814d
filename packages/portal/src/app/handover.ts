import type { SessionInfo } from '../api/session.ts';

const CHANNEL = 'lostwax-sessions';

/**
 * The message between tabs: there is a new session, and for whom. The session ID is not secret; the cookie
 * cannot be read.
 */
interface NewSession {
  readonly id: string;
  readonly workspace: string;
  readonly customer: string;
}

/** Announces this session to tabs whose session has ended, so they can continue with it. */
export function announceSession({ id, workspace, customer }: SessionInfo): void {
  if (workspace === undefined || customer === undefined) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ id, workspace: workspace.slug, customer: customer.id } satisfies NewSession);
  channel.close();
}

/** Listens for new sessions of the same workspace and customer; returns a function that stops it. */
export function followSessions(own: SessionInfo, take: (id: string) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<NewSession>) => {
    if (data.workspace === own.workspace?.slug && data.customer === own.customer?.id && data.id !== own.id)
      take(data.id);
  };
  return () => channel.close();
}
