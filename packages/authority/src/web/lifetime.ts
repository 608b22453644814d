import type { Server, ServerOptions, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { AuthorityError } from '../errors.ts';
import { linger } from './linger.ts';
import { answerMalformed, wellFormed } from './malformed.ts';
import { sendProblem } from './problems.ts';

/** For `createServer`: how long a client may take, so that many slow ones cannot hold all connections. */
export const serverOptions: ServerOptions = {
  // Request line and header lines together: as much as a gate takes, and more than a gateway before it passes on.
  maxHeaderSize: 131_072,
  // Answered with a problem.
  requireHostHeader: false,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Load balancers keep connections for up to ten minutes; whoever ends first cuts a request that is on its way.
  keepAliveTimeout: 3_600_000,
  // Ends connections whose client has vanished without a word.
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
};

/** From here on, idle connections are closed, so that they cannot use up the process's file descriptors. */
const MANY_CONNECTIONS = 10_000;

/** Closes idle connections once there are too many, lets clients read the last answer on each, and answers what is no request. */
export function keepConnections(server: Server): void {
  answerMalformed(server);
  let open = 0;
  server.on('connection', (socket: Socket) => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    // Node calls this after the last answer on a connection, and would reset those that still send.
    socket.destroySoon = () => linger(socket);
    // A look goes through all of them.
    if (open > MANY_CONNECTIONS && open % 100 === 0) server.closeIdleConnections();
  });
}

/** Makes each answer from now on the last of its connection, so that clients go elsewhere and lose nothing. */
export function drain(server: Server): void {
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
}

/** Answers every request with 503 and `shutting_down`: while there is nothing yet, or nothing any more, to answer with. */
export function unavailable(_request: unknown, response: ServerResponse): void {
  response.setHeader('connection', 'close');
  const message = 'The authority is starting or stopping. Send the request again in a moment.';
  sendProblem(response, new AuthorityError('shutting_down', message), 'none');
}

/**
 * Lets answers under way end, for at most `graceMillis`, refuses new requests with 503, and closes.
 *
 * @param graceMillis - 5,000 by default; then connections are cut.
 */
export function closeServer(server: Server, graceMillis = 5_000): Promise<void> {
  server.removeAllListeners('request');
  server.on('request', wellFormed(unavailable));
  const { promise, resolve } = Promise.withResolvers<void>();
  // `close` ends the connections that are idle now; one that becomes so later would be kept for its next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceMillis);
  server.close(() => {
    clearInterval(sweep);
    clearTimeout(cut);
    resolve();
  });
  return promise;
}
