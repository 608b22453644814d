import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { answerMalformed, holdConnections, type Refuse, serverOptions, wellFormed } from '@lostwax/server';
import { problem } from '../door/answers.ts';
import type { Door } from '../door/forward-auth.ts';
import type { Count } from '../door/judge.ts';

/** The handlers of one of the gate's servers. */
export interface ServerParts {
  readonly door: Door;
  /** For requests that wait for `100 Continue`. Without it, `door` answers them directly. */
  readonly waitingDoor?: Door;
  /** Counts what is not a valid HTTP request. */
  readonly count: Count;
  /** Maximum time to receive a request. 0: no limit, if the upstream's own timeout ends stalled requests. */
  readonly requestMilliseconds: number;
  /** Serves HTTPS with this certificate, in PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/**
 * Clients are asked for a certificate, and may have none. Who issued it is ignored: the handshake proves
 * the private key, and the key set says which certificates are accepted.
 */
const clientCertificates = { requestCert: true, rejectUnauthorized: false } as const;
const HANDSHAKE_MILLISECONDS = 10_000;

export function makeServer(parts: ServerParts): Server {
  const { door, waitingDoor = door, count, requestMilliseconds, tls } = parts;
  const options = { ...serverOptions, requestTimeout: requestMilliseconds };
  const server =
    tls === undefined
      ? createServer(options)
      : createTlsServer({
          ...{ ...options, ...tls, ...clientCertificates },
          minVersion: 'TLSv1.2',
          handshakeTimeout: HANDSHAKE_MILLISECONDS,
        });
  const refuse: Refuse = (fault) => {
    count(fault);
    return problem(fault);
  };
  holdConnections(server);
  server.on('request', wellFormed(door, refuse));
  server.on('checkContinue', wellFormed(waitingDoor, refuse));
  answerMalformed(server, refuse);
  return server;
}
