/** The least Node can do: a server that sends one fixed response, in its own process. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { obey } from '../measurer.ts';

/** The response, without the headers that Node adds itself. */
export interface BareAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

await obey<BareAnswer, null, string>(async ({ status, headers }) => {
  const lines = headers.flat();
  const server = createServer((_request, response) => {
    response.writeHead(status, lines).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return () => url;
});
