import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An attacker's server, to which nothing should connect. */
export interface Listener {
  readonly url: string;
  requests(): number;
  stop(): Promise<void>;
}

export async function startListener(): Promise<Listener> {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.end('{"keys":[]}');
  });
  // A connection without a request is already too much.
  server.on('connection', () => requests++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: () => requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
