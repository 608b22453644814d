import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { PinsError } from './errors.ts';

/**
 * Makes this the only process of the machine that feeds a table. On Linux the name is an abstract socket, which
 * the kernel gives back however the process ends. Elsewhere, and between containers, the table's stamp tells.
 *
 * @param name - Of the table.
 * @throws {@link PinsError} `already_running`.
 */
export async function becomeSoleHolder(name: string): Promise<{ release(): void }> {
  if (process.platform !== 'linux') return { release() {} };
  const server = createServer((socket) => socket.destroy());
  const hash = createHash('sha256').update(name).digest('hex');
  server.listen(`\0lostwax-pins-${hash}`).unref();
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new PinsError(
      'already_running',
      `Another "lostwax pins" on this machine already feeds ${name}. Run only one for each gateway.`,
      { cause: error },
    );
  }
  return { release: () => server.close() };
}
