import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { setImmediate } from 'node:timers/promises';

/** Turns of the event loop within which a request must show up. */
const TURNS = 20;

/**
 * The paths of every request that this process sends while `act` runs, and shortly after, except the heads
 * and streams of a follower, which are sent on a timer.
 */
export async function outgoingDuring(act: () => void): Promise<string[]> {
  const paths: string[] = [];
  let acting = true;
  const note = (path: string): void => {
    if (acting || !/\/feed\/head|\/feed(?:\/full)?\?since=/.test(path)) paths.push(path);
  };
  const http = (message: unknown): void => note((message as { request: ClientRequest }).request.path);
  const fetched = (message: unknown): void => note((message as { request: { path: string } }).request.path);
  subscribe('http.client.request.created', http);
  subscribe('undici:request:create', fetched);
  try {
    act();
    acting = false;
    for (let turn = 0; turn < TURNS; turn++) await setImmediate();
  } finally {
    unsubscribe('http.client.request.created', http);
    unsubscribe('undici:request:create', fetched);
  }
  return paths;
}
