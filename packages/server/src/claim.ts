import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** What only one process of the machine may have. */
export interface Claim {
  release(): void;
}

/**
 * Makes this the only process of the machine that does something. On Linux the name is an abstract socket, which
 * the kernel frees however the process ends. Elsewhere, and between containers, nothing is checked.
 *
 * @param kind - What is done: a short name.
 * @param name - What it is done to, of any length.
 * @returns Undefined if another process does it already.
 */
export async function claim(kind: string, name: string): Promise<Claim | undefined> {
  if (process.platform !== 'linux') return { release() {} };
  const server = createServer((socket) => socket.destroy());
  const hash = createHash('sha256').update(name).digest('hex');
  server.listen(`\0lostwax-${kind}-${hash}`).unref();
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  return { release: () => server.close() };
}
