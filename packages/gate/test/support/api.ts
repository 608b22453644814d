import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A test server on a free port: an API behind a gate, or a proxy between a gate and something else. */
export interface Api {
  readonly url: string;
  /** How many connections are open. */
  connections(): Promise<number>;
  /** Cuts all connections, including streams. */
  cut(): void;
  stop(): Promise<void>;
}

/** @param port - 0 for a free one; a server that restarts takes its own. */
export async function startApi(answer: RequestListener, port = 0): Promise<Api> {
  const server = createServer({ maxHeaderSize: 262_144 }, answer).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => new Promise((resolve) => server.getConnections((_, count) => resolve(count))),
    cut: () => server.closeAllConnections(),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
