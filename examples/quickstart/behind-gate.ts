/**
 * An API behind a gate: all the code that it needs to know its customers. The gate has checked the key, has taken it away, and says in
 * headers whose it was; what a client writes into headers of these names itself never comes through.
 *
 * Only the gate may reach it. Who comes past the gate can say that he is anybody.
 */
import { createServer, type Server } from 'node:http';

/** An API that greets whoever the gate lets through. It is not listening yet. */
export function createApiBehindGate(): Server {
  return createServer(({ headers }, response) => {
    const body = { hello: headers['x-lostwax-subject'], keyId: headers['x-lostwax-key-id'] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
  });
}
