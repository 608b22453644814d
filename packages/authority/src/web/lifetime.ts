/** Startup and shutdown of the authority's servers. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { answerMalformed, closeServer as close, holdConnections, serverOptions } from '@lostwax/server';
import { AuthorityError } from '../errors.ts';
import { refuseMalformed, wellFormed } from './malformed.ts';
import { sendProblem } from './problems.ts';

const GRACE_MILLISECONDS = 5_000;
const HANDSHAKE_MILLISECONDS = 10_000;
/** Longest time that a request waits for the end of the start. */
const START_MILLISECONDS = 5_000;
/** Emitted by a server once it has a listener that answers. */
const ANSWERS = 'answers';

/** A certificate with its private key, both PEM. */
export interface ServerTls {
  readonly cert: string;
  readonly key: string;
  /** Clients are asked for a certificate. They may have none, and it doesn't matter who issued it. */
  readonly asksClients: boolean;
}

/**
 * A server on which requests wait until {@link answerWith}, and get 503 after five seconds.
 *
 * @param tls - Serves HTTPS; plain HTTP by default.
 */
export function makeServer(tls?: ServerTls): Server {
  const server = tls === undefined ? createServer(serverOptions) : withTls(tls);
  holdConnections(server);
  answerMalformed(server, refuseMalformed);
  const answers = new Promise<void>((resolve) => server.once(ANSWERS, resolve));
  server.on('request', (request, response) => void wait(server, answers, request, response));
  return server;
}

/**
 * Behind a proxy, a replica gets requests as soon as it listens. The proxy can't send a POST that was refused to another one:
 * for all it knows, it was executed.
 */
async function wait(
  server: Server,
  answers: Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    wellFormed(unavailable)(request, response);
  }, START_MILLISECONDS).unref();
  await answers;
  clearTimeout(timer);
  if (!isLate && !response.destroyed) server.emit('request', request, response);
}

function withTls({ cert, key, asksClients }: ServerTls): Server {
  const own = { cert, key, requestCert: asksClients, rejectUnauthorized: false };
  const limits = { minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MILLISECONDS } as const;
  return createTlsServer({ ...serverOptions, ...own, ...limits });
}

/** Gives a server another listener. */
export function answerWith(server: Server, listener: RequestListener): void {
  server.removeAllListeners('request');
  server.on('request', wellFormed(listener));
  server.emit(ANSWERS);
}

/** Answers every request with 503 and `shutting_down`. */
export function turnAway(server: Server): void {
  answerWith(server, unavailable);
}

/**
 * Closes each connection after its next response, so that clients move elsewhere without losing a
 * request.
 */
export function drain(server: Server): void {
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
}

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
  turnAway(server);
  return close(server, graceMilliseconds);
}
