/** Startup and shutdown of the authority's servers. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { answerMalformed, closeServer as close, holdConnections, serverOptions } from '@lostwax/server';
import { AuthorityError } from '../errors.ts';
import { refuseMalformed, wellFormed } from './malformed.ts';
import { sendProblem } from './problems.ts';

const GRACE_MILLISECONDS = 5_000;
const HANDSHAKE_MILLISECONDS = 10_000;

/** A certificate with its private key, both PEM. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  /** Clients are asked for a certificate. They may have none, and it doesn't matter who issued it. */
  readonly asksClients: boolean;
}

/**
 * A server that answers every request with 503 until {@link answerWith}.
 *
 * @param tls - Serves HTTPS; plain HTTP by default.
 */
export function makeServer(tls?: ServerTls): Server {
  const listener = wellFormed(unavailable);
  const server = tls === undefined ? createServer(serverOptions, listener) : withTls(tls, listener);
  holdConnections(server);
  answerMalformed(server, refuseMalformed);
  return server;
}

function withTls({ cert, key, asksClients }: ServerTls, listener: RequestListener): Server {
  const own = { cert, key, requestCert: asksClients, rejectUnauthorized: false };
  const limits = { minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MILLISECONDS } as const;
  return createTlsServer({ ...serverOptions, ...own, ...limits }, listener);
}

/** Gives a server another listener. */
export function answerWith(server: Server, listener: RequestListener): void {
  server.removeAllListeners('request');
  server.on('request', wellFormed(listener));
}

/**
 * Closes each connection after its next response, so that clients move elsewhere without losing a
 * request.
 */
export function drain(server: Server): void {
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
}

/**
 * Answers every request with 503 and `shutting_down`: before the start is complete, and during
 * shutdown.
 */
function unavailable(_request: unknown, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  const message = 'The authority is starting or stopping. Send the request again in a moment.';
  sendProblem(response, new AuthorityError('shutting_down', message), 'none');
}

/**
 * Lets requests in progress finish, refuses new ones with 503, and closes.
 *
 * @param graceMilliseconds - 5,000 by default; then connections are cut.
 */
export function closeServer(server: Server, graceMilliseconds: number = GRACE_MILLISECONDS): Promise<void> {
  answerWith(server, unavailable);
  return close(server, graceMilliseconds);
}
