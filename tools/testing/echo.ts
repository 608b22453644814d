import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an upstream saw of a request. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  /** Name and value of each header line as it came, names in lower case, repeated ones several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** An upstream that answers every request with 200 and what it saw of it, as JSON. */
export interface Echo {
  readonly host: string;
  readonly port: number;
  /** How many requests have reached it. */
  count(): number;
  stop(): Promise<void>;
}

export async function startEcho(): Promise<Echo> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    const { rawHeaders } = request;
    const headers = rawHeaders
      .map((name, index): [string, string] => [name.toLowerCase(), rawHeaders[index + 1] ?? ''])
      .filter((_, index) => index % 2 === 0);
    const seen: Seen = { method: request.method ?? '', url: request.url ?? '', headers };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(seen));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    count: () => requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
