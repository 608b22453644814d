import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { problem } from '../door/answers.ts';
import { type Door, send } from '../door/forward-auth.ts';
import type { Count } from '../door/judge.ts';
import { MOST_HEADER_BYTES } from './limits.ts';
import { linger } from './linger.ts';
import { type Connection, malformedAnswers } from './malformed.ts';

/** What a server of the gate answers with. */
export interface ServerParts {
  readonly door: Door;
  /** For requests that wait for `100 Continue`; without it, `door` gives them their answer straight away. */
  readonly waitingDoor?: Door;
  /** Counts what is no request. */
  readonly count: Count;
  /** How long a request may take to come in. 0: as long as it takes; the upstream's own time-out ends those that stand still. */
  readonly requestMilliseconds: number;
}

/** Between two requests. Load balancers keep connections for up to ten minutes, and whoever ends first cuts a request that is on its way. */
const KEEP_ALIVE_MILLISECONDS = 3_600_000;
/** From here on, idle connections are closed, so that they cannot use up the process's file descriptors. */
const MANY_CONNECTIONS = 10_000;
/** Connections between two looks for idle ones, each of which goes through all of them. */
const LOOK_EVERY = 100;
const TCP_KEEP_ALIVE_MILLISECONDS = 60_000;

/** What is open at each server of {@link makeServer}. */
const connections = new WeakMap<Server, ReadonlySet<Socket>>();

export function openConnections(server: Server): ReadonlySet<Socket> {
  return connections.get(server) ?? new Set();
}

export function makeServer({ door, waitingDoor = door, count, requestMilliseconds }: ServerParts): Server {
  const server = createServer({
    maxHeaderSize: MOST_HEADER_BYTES,
    headersTimeout: 10_000,
    requestTimeout: requestMilliseconds,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    connectionsCheckingInterval: 5_000,
    // Answered below, with a problem.
    requireHostHeader: false,
    noDelay: true,
    // Ends connections whose client has vanished without a word.
    keepAlive: true,
    keepAliveInitialDelay: TCP_KEEP_ALIVE_MILLISECONDS,
  });
  const open = new Set<Socket>();
  connections.set(server, open);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    // Node calls this after the last answer on a connection, and would reset those that still send.
    socket.destroySoon = () => linger(socket);
    if (open.size > MANY_CONNECTIONS && open.size % LOOK_EVERY === 0) server.closeIdleConnections();
  });
  const through =
    (next: Door): Door =>
    (request, response) => {
      const socket: Connection = request.socket;
      // Node goes on reading after an answer that was to be the last.
      if (!socket.writable) return;
      socket.lastAnswer = response;
      if (request.headers.host === undefined && request.httpVersion === '1.1')
        refuse(response, 'request_invalid');
      else next(request, response);
    };
  const refuse = (response: ServerResponse, code: 'request_invalid' | 'expectation_failed'): void => {
    count(code);
    response.setHeader('connection', 'close');
    send(response, problem(code));
  };
  server.on('request', through(door));
  server.on('checkContinue', through(waitingDoor));
  server.on(
    'checkExpectation',
    through((_request, response) => refuse(response, 'expectation_failed')),
  );
  const malformed = malformedAnswers(count);
  server.on('clientError', malformed);
  // No tunnels; without this Node cuts the connection.
  server.on('connect', (_request, socket: Connection) => {
    socket.on('error', () => {}).resume();
    malformed(new Error('No tunnels are opened.'), socket);
  });
  return server;
}
