import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { type AddressInfo, isIP, type ListenOptions, type Server as NetServer, type Socket } from 'node:net';
import { GateError } from './errors.ts';

/** Between one request of a gateway and its next. Gateways keep connections for long; a shorter time would cut them under a request. */
const GATEWAY_KEEP_ALIVE_MILLISECONDS = 3_600_000;
const CLIENT_KEEP_ALIVE_MILLISECONDS = 65_000;

/** What is open at each server of {@link makeServer}. */
const connections = new WeakMap<Server, ReadonlySet<Socket>>();

/** @param gateways - Whether gateways ask here, or anybody. */
export function makeServer(listener: RequestListener, gateways: boolean): Server {
  const options: ServerOptions = {
    headersTimeout: 10_000,
    // Uploads to an upstream take as long as they take; the upstream's own time-out ends those that stand still.
    requestTimeout: gateways ? 30_000 : 0,
    keepAliveTimeout: gateways ? GATEWAY_KEEP_ALIVE_MILLISECONDS : CLIENT_KEEP_ALIVE_MILLISECONDS,
    noDelay: true,
  };
  const server = createServer(options, listener);
  const open = new Set<Socket>();
  connections.set(server, open);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return server;
}

/**
 * Listens, and says where.
 *
 * @param shared - Whether other threads of this gate listen there too.
 * @throws {@link GateError} `cannot_listen`.
 */
export async function listen(
  server: NetServer,
  host: string,
  port: number,
  shared: boolean,
): Promise<number> {
  const options: ListenOptions = { host, port, ...(shared && { reusePort: true }) };
  try {
    server.listen(options);
    await once(server, 'listening');
  } catch (error) {
    throw new GateError('cannot_listen', sentence(error as NodeJS.ErrnoException, host, port), {
      cause: error,
    });
  }
  return (server.address() as AddressInfo).port;
}

/** Where a port is reached. */
export function urlOf(host: string, port: number): string {
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** Ends what is under way, within `graceMilliseconds`, and closes. */
export async function closeServer(server: Server, graceMilliseconds: number): Promise<void> {
  const sweep = setInterval(() => {
    server.closeIdleConnections();
    // Opened in advance, as browsers do, and not used yet: Node does not count them as idle.
    for (const socket of connections.get(server) ?? []) if (socket.bytesRead === 0) socket.destroy();
  }, 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  const closed = once(server, 'close');
  // Whoever asks on a connection that is kept is told that it was the last time.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
  server.close();
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

function sentence({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const at = `${host}:${port}`;
  if (code === 'EADDRINUSE')
    return `Something else listens on ${at} already, perhaps another gate. Stop it, or choose another port.`;
  if (code === 'EACCES')
    return `Ports below 1024 need rights that this process has not (${at}). Choose another.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Choose another with --host.`;
  if (code === 'ENOTSUP' || code === 'EINVAL')
    return `This system cannot have several threads on one port (${at}). Start with --threads 1.`;
  return `It is not possible to listen on ${at}: ${message}.`;
}
