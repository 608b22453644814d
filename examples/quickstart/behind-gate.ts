/**
 * An API behind a gate, with all the code it needs to identify its customers. The gate checks the key, removes it, and passes the
 * customer on in headers; it drops headers of these names that a client sends itself.
 *
 * Only the gate may reach this API. A client that bypasses the gate could claim to be any customer.
 */
import { createServer, type Server } from 'node:http';

/** An API that greets the customers that the gate lets through. It is not listening yet. */
export function createApiBehindGate(): Server {
  return createServer(({ headers }, response) => {
    const body = { hello: headers['x-lostwax-subject'], keyId: headers['x-lostwax-key-id'] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  });
}
