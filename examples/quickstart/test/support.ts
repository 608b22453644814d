import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { after } from 'node:test';
import { freePort } from '../../../tools/testing/server.ts';
import { until } from '../../../tools/testing/until.ts';

export const checkout = join(import.meta.dirname, '..', '..', '..');
const START_MS = 60_000;

/** Ends what a failed test has left running: its pipes would keep the test process alive. */
const running = new Set<() => void>();
after(() => {
  for (const end of running) end();
});

export interface Settings {
  readonly port: number;
  readonly gatePort: number;
  readonly demoPort: number;
  readonly data: string;
}

/** `npm start` in a terminal of its own. */
export function npmStart({ port, gatePort, demoPort, data }: Settings, program = 'npm', argument = 'start') {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(LOSTWAX_|npm_|NODE_)/.test(name));
  const child = spawn(program, [argument], {
    cwd: checkout,
    env: {
      ...Object.fromEntries(inherited),
      LOSTWAX_PORT: String(port),
      LOSTWAX_GATE_PORT: String(gatePort),
      LOSTWAX_DEMO_PORT: String(demoPort),
      LOSTWAX_DATA: data,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A terminal's Ctrl-C reaches the whole group.
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const signal = (name: NodeJS.Signals): void => {
    // A group that is gone needs no signal.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, name);
  };
  const killWithUs = (): void => signal('SIGKILL');
  process.once('exit', killWithUs);
  running.add(killWithUs);
  void ended.then(() => {
    running.delete(killWithUs);
    process.off('exit', killWithUs);
  });
  return {
    child,
    ended,
    output: () => text,
    /** Waits until the screen is complete. */
    shown: () =>
      until('npm start shows its screen', START_MS, () => {
        if (child.exitCode !== null) throw new Error(text);
        return text.includes("so the key can't be recreated.") && text;
      }),
    /** All of it has ended when this resolves: each part holds the pipes that are read here. */
    async ctrlC() {
      signal('SIGINT');
      await ended;
    },
  };
}

export function listenOn(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

export function freePorts(count: number): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, freePort));
}
