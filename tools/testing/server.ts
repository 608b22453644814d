import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Program } from './program.ts';
import { ask } from './request.ts';
import { until } from './until.ts';

/** A real program that accepts requests. */
export interface RunningServer {
  readonly url: string;
  /** Its log output. */
  log(): string;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;
const ATTEMPTS = 3;
/** Above the ports that browsers block. */
const FIRST_PORT = 10_100;
const SLOTS = 450;
const PORTS_OF_SLOT = 50;
let given = 0;

/**
 * Starts a server that can't pick a free port itself, on one that was free a moment ago, and waits until it responds.
 *
 * @param name - Its name in errors.
 * @param launch - Starts it with a new folder.
 * @param reach - Resolves once it answers at this URL; for a server that doesn't speak plain HTTP.
 * @throws Error with the program's own log if it exits or doesn't respond.
 */
export async function startServer(
  name: string,
  launch: (folder: string, port: number) => Promise<Program>,
  reach: (url: string) => Promise<unknown> = ask,
): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), `lostwax-${name}-`));
  const clean = (): Promise<void> => rm(folder, { recursive: true, force: true });
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const running = await launch(folder, port);
    try {
      await until(`${name} answers`, START_LIMIT_MS, () => {
        if (!running.running()) throw new Error(`${name} ended.`);
        return reach(url).catch(() => undefined);
      });
      const stop = async (): Promise<void> => {
        await running.stop();
        await clean();
      };
      return { url, log: running.output, stop };
    } catch (error) {
      await running.stop();
      // Another process took the port in the meantime.
      if (attempt < ATTEMPTS && /address already in use/i.test(running.output())) continue;
      await clean();
      throw new Error(`${name} did not start:\n${running.output()}`, { cause: error });
    }
  }
}

/**
 * A port that is free at the moment, for a program that can't pick one itself. Each test process has its own, below those that
 * systems give to other sockets, so that nothing takes it before the program listens.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + (process.pid % SLOTS) * PORTS_OF_SLOT + (given % PORTS_OF_SLOT);
    given += 1;
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}
