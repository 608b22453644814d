import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { httpUrl, isLoopback, parseOrigin, withoutBrackets } from '@lostwax/contract';
import { StartError } from './start-error.ts';
import { closeServer, makeServer, type ServerTls, turnAway } from './web/lifetime.ts';

/**
 * Listens before there is anything to answer with: the port must be known first, because it may be
 * part of the origin.
 *
 * @throws {@link StartError} when the port is taken or not allowed.
 */
async function listen(host: string, port: number, flag: string, tls?: ServerTls): Promise<Server> {
  const server = makeServer(tls);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new StartError(sentence(error, host, port, flag), { cause: error })),
    );
    // An IPv6 address may have brackets, as in a URL.
    server.listen(port, withoutBrackets(host), resolve);
  });
  return server;
}

/** The servers of an authority. Key sets and feeds may share the server of the API. */
export interface Servers {
  readonly api: Server;
  readonly publishing: Server;
  readonly status: Server | undefined;
}

/** The addresses to listen on. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly publishPort?: number | undefined;
  readonly statusPort?: number | undefined;
  /** For all but the status port, whose clients are on this machine or in the same network. */
  readonly tls?: ServerTls | undefined;
}

/**
 * Opens all servers of an authority.
 *
 * @param running - Closes them.
 * @throws {@link StartError} when a port is taken or not allowed.
 */
export async function openServers(options: ListenOptions, running: AsyncDisposableStack): Promise<Servers> {
  const { host, port, publishPort, statusPort, tls } = options;
  const open = async (at: number, flag: string, own: ServerTls | undefined): Promise<Server> => {
    const server = await listen(host, at, flag, own);
    running.defer(() => closeServer(server));
    return server;
  };
  const api = await open(port, '--port', tls);
  const publishing = publishPort === undefined ? api : await open(publishPort, '--publish-port', tls);
  const status = statusPort === undefined ? undefined : await open(statusPort, '--status-port', undefined);
  // Who asks whether this authority is ready wants to know that it isn't.
  if (status !== undefined) turnAway(status);
  return { api, publishing, status };
}

function sentence(error: NodeJS.ErrnoException, host: string, port: number, flag: string): string {
  const at = `${host}:${port}`;
  if (error.code === 'EADDRINUSE') {
    return `${at} is already in use, perhaps by another authority. Stop it, or choose another port with ${flag}.`;
  }
  if (error.code === 'EACCES')
    return `This process doesn't have permission to use ports below 1024 (${at}). Choose another port with ${flag}.`;
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Choose another with --host.`;
  return `Cannot listen on ${at}: ${error.message}.`;
}

/** Returns the address of a listening server. */
export function urlOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  const url = httpUrl(address, port);
  return server instanceof TlsServer ? url.replace('http:', 'https:') : url;
}

/**
 * Returns the origin used in tokens: as given, or `http://localhost:<port>` on loopback only.
 *
 * @throws {@link StartError} if it is required and missing, or isn't an origin.
 */
export function originOf(given: string | undefined, host: string, server: Server): string {
  if (given === undefined) {
    if (isLoopback(host)) {
      const scheme = server instanceof TlsServer ? 'https' : 'http';
      return `${scheme}://localhost:${(server.address() as AddressInfo).port}`;
    }
    throw new StartError(
      `On ${host} the authority needs --origin: the base URL of the issuer in every key, such as https://keys.example.com. It can't be changed later.`,
    );
  }
  const origin = parseOrigin(given);
  if (origin === undefined || origin !== given.replace(/\/$/, '')) {
    throw new StartError(
      `"${given}" is not an origin. Use scheme and host in lower case, and the port if it is not the default: https://keys.example.com.`,
    );
  }
  return origin;
}
