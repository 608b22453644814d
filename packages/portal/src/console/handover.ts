import type { SessionInfo } from '@lostwax/client';

const CHANNEL = 'lostwax-console-sessions';

/** What one tab tells the others: that there is a new session, and whose. Its id is no secret; its cookie cannot be read. */
interface NewSession {
  readonly id: string;
  readonly actor: string;
}

/** Tells tabs whose session has ended that they may go on with this one. */
export function announceSession({ id, actor }: SessionInfo): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ id, actor: actor.id } satisfies NewSession);
  channel.close();
}

/** Hears of new sessions of the same actor; returns what stops it. */
export function followSessions(own: SessionInfo, take: (id: string) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<NewSession>) => {
    if (data.actor === own.actor.id && data.id !== own.id) take(data.id);
  };
  return () => channel.close();
}
