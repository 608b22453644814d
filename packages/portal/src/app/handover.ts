import type { SessionInfo } from '../api/session.ts';

const CHANNEL = 'lostwax-sessions';

/** What one tab tells the others: that there is a new session, and whose. Its id is no secret; its cookie cannot be read. */
interface NewSession {
  readonly id: string;
  readonly workspace: string;
  readonly customer: string;
}

/** Tells tabs whose session has ended that they may go on with this one. */
export function announceSession({ id, workspace, customer }: SessionInfo): void {
  if (workspace === undefined || customer === undefined) return;
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ id, workspace: workspace.slug, customer: customer.id } satisfies NewSession);
  channel.close();
}

/** Hears of new sessions of the same workspace and customer; returns what stops it. */
export function followSessions(own: SessionInfo, take: (id: string) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<NewSession>) => {
    if (data.workspace === own.workspace?.slug && data.customer === own.customer?.id && data.id !== own.id)
      take(data.id);
  };
  return () => channel.close();
}
