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
  /** As if the server's machine had lost its power: nobody answers on these connections, or closes them. New ones pass. */
  abandon(): void;
  /** Ends all connections. What was held back is lost. */
  drop(): void;
  /** Delays everything in both directions. */
  slow(milliseconds: number): void;
  /** Everything passes again. */
  heal(): void;
  close(): Promise<void>;
}

/** A connection from a client, and the one to the database. */
type Pair = readonly [Socket, Socket];

/** Starts a TCP server on a free port that passes connections on to a Unix socket. */
export async function startFront(path: string): Promise<Front> {
  let target = path;
  let mode: 'open' | 'cut' | 'hung' = 'open';
  let latency = 0;
  const resume: (() => void)[] = [];
  const pairs = new Set<Pair>();
  const abandoned = new Set<Pair>();
  const passes = async (pair: Pair): Promise<void> => {
    if (latency > 0) await delay(latency);
    while (mode === 'hung') await new Promise<void>((resolve) => resume.push(resolve));
    if (abandoned.has(pair)) await new Promise<never>(() => {});
  };
  const pump = async (from: Socket, to: Socket, pair: Pair): Promise<void> => {
    try {
      for await (const chunk of from) {
        await passes(pair);
        if (to.destroyed) break;
        if (!to.write(chunk)) await once(to, 'drain');
      }
      if (!abandoned.has(pair)) to.end();
    } catch {
      if (!abandoned.has(pair)) to.destroy();
    }
  };
  // Half-open, so that an abandoned connection doesn't answer the client's farewell.
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (mode === 'cut') {
      client.destroy();
      return;
    }
    const upstream = connect({ path: target, allowHalfOpen: true });
    const pair: Pair = [client, upstream];
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => {
        if (abandoned.has(pair)) return;
        pairs.delete(pair);
        for (const other of pair) other.destroy();
      });
    }
    void pump(client, upstream, pair);
    void pump(upstream, client, pair);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const drop = (): void => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
    for (const pair of abandoned) pairs.delete(pair);
    abandoned.clear();
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
    abandon() {
      for (const pair of pairs) abandoned.add(pair);
    },
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
