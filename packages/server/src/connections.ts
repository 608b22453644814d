import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { linger } from './linger.ts';

/**
 * Maximum size of the request line and headers of one message. Envoy passes on 60 KiB, nginx 32
 * KiB, and a gateway that asks adds its own lines, including the client's address and query.
 */
export const MOST_HEADER_BYTES = 131_072;

/**
 * For `createServer`: how long a client may take, so that many slow ones cannot hold all
 * connections.
 */
export const serverOptions: ServerOptions = {
  maxHeaderSize: MOST_HEADER_BYTES,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Load balancers keep connections for up to ten minutes, and closing first could cut off a
  // request in flight.
  keepAliveTimeout: 3_600_000,
  connectionsCheckingInterval: 5_000,
  // `wellFormed` answers with a problem.
  requireHostHeader: false,
  noDelay: true,
  // Ends connections whose client has silently disappeared.
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
};

/**
 * Above this number, idle connections are closed, so that they can't use up the process's file
 * descriptors.
 */
const MANY_CONNECTIONS = 10_000;
/** Connections between two scans for idle ones, each of which covers all of them. */
const LOOK_EVERY = 100;
const SWEEP_MILLISECONDS = 50;

/** The open connections of each server of {@link holdConnections}. */
interface Connections {
  /** Those that carry HTTP. */
  readonly open: ReadonlySet<Socket>;
  /** Includes those whose TLS handshake isn't finished. */
  readonly all: ReadonlySet<Socket>;
}

const connections = new WeakMap<Server, Connections>();

/**
 * Closes idle connections once there are too many, and lets clients read the last response on each.
 */
export function holdConnections(server: Server): void {
  const open = new Set<Socket>();
  const all = new Set<Socket>();
  connections.set(server, { open, all });
  server.on('connection', (socket: Socket) => keep(all, socket));
  server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (socket: Socket) => {
    keep(open, socket);
    // Node calls this after the last response on a connection, and would reset those that still
    // send.
    socket.destroySoon = () => linger(socket);
    if (open.size > MANY_CONNECTIONS && open.size % LOOK_EVERY === 0) server.closeIdleConnections();
  });
}

function keep(set: Set<Socket>, socket: Socket): void {
  set.add(socket);
  socket.once('close', () => set.delete(socket));
}

/**
 * Takes no more connections, closes each once its answer has been sent, and resolves when all are
 * gone.
 *
 * @param graceMilliseconds - Then the others are cut.
 */
export async function closeServer(server: Server, graceMilliseconds: number): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  // `close` ends the connections that are idle now. One that becomes idle later would be kept for
  // its next request.
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    // Opened in advance, as browsers do, and not used yet: Node does not count them as idle.
    for (const socket of connections.get(server)?.open ?? []) if (socket.bytesRead === 0) socket.destroy();
  }, SWEEP_MILLISECONDS);
  const cut = setTimeout(() => {
    server.closeAllConnections();
    for (const socket of connections.get(server)?.all ?? []) socket.destroy();
  }, graceMilliseconds);
  server.close(() => resolve());
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}
