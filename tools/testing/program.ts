import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';

const MOST_KEPT_CHARACTERS = 200_000;

/** A program under test, started by {@link startProgram}. */
export interface Program {
  readonly child: ChildProcess;
  /** Its output so far, stdout and stderr together; if very long, only the end. */
  output(): string;
  /** True until it has exited and {@link output} is complete. */
  running(): boolean;
  /** Stops it and waits for it to exit. Sends `SIGTERM` by default, and `SIGKILL` if it hasn't exited within five seconds. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const PATIENCE_MS = 5_000;
/** How long to wait for output after the exit: other processes that it started may still hold its pipes. */
const OUTPUT_MS = 5_000;
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** Starts a program without stdin. It never outlives this process. */
export function startProgram(program: string, args: readonly string[], env = process.env): Program {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  // A program left running by a failed test must not keep the test process alive; it is killed when that exits.
  const hold = (yes: boolean): void => {
    for (const held of [child, child.stdout as Socket, child.stderr as Socket])
      if (yes) held.ref();
      else held.unref();
  };
  hold(false);
  let text = '';
  const keep = (chunk: Buffer): void => {
    text = (text + chunk.toString()).slice(-MOST_KEPT_CHARACTERS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(`${error.message}\n`)));
  alive.add(child);
  child.once('close', () => alive.delete(child));
  let running = child.pid !== undefined;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  child.once('close', end);
  child.once('exit', () => setTimeout(end, OUTPUT_MS).unref());
  void ended.then(() => {
    running = false;
  });
  return {
    child,
    output: () => text,
    running: () => running,
    async stop(signal = 'SIGTERM') {
      if (!running) return;
      hold(true);
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(patience);
    },
  };
}
