import { once } from 'node:events';
import type { AddressInfo, ListenOptions, Server } from 'node:net';
import { GateError } from '../errors.ts';

/**
 * Listens, and returns the address.
 *
 * @param shared - Whether other threads of this gate listen there too.
 * @throws {@link GateError} `cannot_listen`.
 */
export async function listen(server: Server, host: string, port: number, shared: boolean): Promise<number> {
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

function sentence({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const at = `${host}:${port}`;
  if (code === 'EADDRINUSE')
    return `${at} is already in use, perhaps by another gate. Stop it, or choose another port.`;
  if (code === 'EACCES')
    return `This process doesn't have permission to use ports below 1024 (${at}). Choose another port.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `${host} is not an address of this machine. Choose another with --host.`;
  if (code === 'ENOTSUP' || code === 'EINVAL')
    return `This system does not support several threads on one port (${at}). Start with --threads 1.`;
  return `Cannot listen on ${at}: ${message}.`;
}
