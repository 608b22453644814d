import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the upstream received it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  /** Name and value of each header line as received, with lowercase names; repeated headers appear several times. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bodyBytes: number;
}

/** An upstream that reads every request to the end, then responds with 200 and a JSON description of it. */
export interface Echo {
  readonly host: string;
  readonly port: number;
  /** How many requests have reached it. */
  count(): number;
  stop(): Promise<void>;
}

/** More than any gateway lets through. */
const MAX_HEADER_BYTES = 512 * 1024;

export async function startEcho(): Promise<Echo> {
  let requests = 0;
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, async (request, response) => {
    requests += 1;
    const { rawHeaders } = request;
    // If a server responds before the end of the body, a gateway that is still sending loses its connection, and the client gets
    // a 502.
    let bodyBytes = 0;
    try {
      for await (const chunk of request) bodyBytes += (chunk as Buffer).length;
    } catch {
      return;
    }
    const headers = rawHeaders
      .map((name, index): [string, string] => [name.toLowerCase(), rawHeaders[index + 1] ?? ''])
      .filter((_, index) => index % 2 === 0);
    const seen: Seen = { method: request.method ?? '', url: request.url ?? '', headers, bodyBytes };
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
