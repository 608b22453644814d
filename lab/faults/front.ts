import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A proxy in front of a database, whose connections can be made to fail. */
export interface Front {
  readonly port: number;
  /** Sends new connections to another Unix socket from now on. */
  lead(socket: string): void;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  /** Keeps connections open, but passes nothing on. */
  hang(): void;
  /** Ends all connections. What was held back is lost. */
  drop(): void;
  /** Delays everything in both directions. */
  slow(milliseconds: number): void;
  /** Everything passes again. */
  heal(): void;
  close(): Promise<void>;
}

/** Starts a TCP server on a free port that passes connections on to a Unix socket. */
export async function startFront(path: string): Promise<Front> {
  let target = path;
  let mode: 'open' | 'cut' | 'hung' = 'open';
  let latency = 0;
  const resume: (() => void)[] = [];
  const pairs = new Set<readonly [Socket, Socket]>();
  const passes = async (): Promise<void> => {
    if (latency > 0) await delay(latency);
    while (mode === 'hung') await new Promise<void>((resolve) => resume.push(resolve));
  };
  const pump = async (from: Socket, to: Socket): Promise<void> => {
    try {
      for await (const chunk of from) {
        await passes();
        if (to.destroyed) break;
        if (!to.write(chunk)) await once(to, 'drain');
      }
      to.end();
    } catch {
      to.destroy();
    }
  };
  const server = createServer((client) => {
    if (mode === 'cut') {
      client.destroy();
      return;
    }
    const upstream = connect(target);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
    void pump(client, upstream);
    void pump(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  const set = (next: typeof mode, milliseconds = 0): void => {
    mode = next;
    latency = milliseconds;
    for (const go of resume.splice(0)) go();
  };
  return {
    port: (server.address() as AddressInfo).port,
    lead(socket) {
      target = socket;
    },
    cut() {
      set('cut');
      drop();
    },
    hang: () => set('hung'),
    drop,
    slow: (milliseconds) => set('open', milliseconds),
    heal: () => set('open'),
    async close() {
      drop();
      server.close();
      await once(server, 'close');
    },
  };
}
