import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate } from 'node:timers/promises';

/** Turns of the event loop in which what was begun must show. */
const TURNS = 20;

/**
 * Every request that this process sends while `act` runs and shortly after, but the heads of a follower, which come by the clock:
 * their paths.
 */
export async function outgoingDuring(act: () => void): Promise<string[]> {
  const paths: string[] = [];
  const note = (path: string): void => {
    if (!path.includes('/feed/head')) paths.push(path);
  };
  const http = (message: unknown): void => note((message as { request: ClientRequest }).request.path);
  const fetched = (message: unknown): void => note((message as { request: { path: string } }).request.path);
  subscribe('http.client.request.created', http);
  subscribe('undici:request:create', fetched);
  try {
    act();
    for (let turn = 0; turn < TURNS; turn++) await setImmediate();
  } finally {
    unsubscribe('http.client.request.created', http);
    unsubscribe('undici:request:create', fetched);
  }
  return paths;
}
