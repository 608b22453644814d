import type { RequestListener, Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { closeServer } from '@lostwax/server';

/** How a server is stopped; times in milliseconds. */
export interface StopTimes {
  /**
   * New requests are still answered, each as the last of its connection, so that none is lost and clients
   * move on.
   */
  readonly drain: number;
  /** After that, no connection is accepted, and requests in progress may complete. */
  readonly grace: number;
}

/** Stops a server without losing a request that has been sent, as far as the times allow. */
export async function stopServer(server: Server, { drain, grace }: StopTimes): Promise<void> {
  const last: RequestListener = (_request, response) => {
    if (!response.headersSent) response.setHeader('connection', 'close');
  };
  server.prependListener('request', last);
  server.prependListener('checkContinue', last);
  if (drain > 0) await delay(drain);
  await closeServer(server, grace);
}
