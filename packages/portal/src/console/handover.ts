import type { SessionInfo } from '@lostwax/client';

const CHANNEL = 'lostwax-console-sessions';

/**
 * The message between tabs: there is a new session, and for whom. The session ID is not secret; the cookie
 * cannot be read.
 */
interface NewSession {
  readonly id: string;
  readonly actor: string;
}

/** Announces this session to tabs whose session has ended, so they can continue with it. */
export function announceSession({ id, actor }: SessionInfo): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage({ id, actor: actor.id } satisfies NewSession);
  channel.close();
}

/** Listens for new sessions of the same actor; returns a function that stops it. */
export function followSessions(own: SessionInfo, take: (id: string) => void): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }: MessageEvent<NewSession>) => {
    if (data.actor === own.actor.id && data.id !== own.id) take(data.id);
  };
  return () => channel.close();
}
