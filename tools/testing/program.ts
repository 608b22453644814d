import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';

const MOST_KEPT_CHARACTERS = 200_000;

/** A program under test, started by {@link startProgram}. */
export interface Program {
  readonly child: ChildProcess;
  /** What it wrote so far, stdout and stderr together; only the end of very much. */
  output(): string;
  /** True until it has ended. */
  running(): boolean;
  /** Ends it and waits for its end. `SIGTERM` unless said; one that does not end within five seconds gets `SIGKILL`. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const PATIENCE_MS = 5_000;

/** Starts a program without stdin. It never outlives this process. */
export function startProgram(program: string, args: readonly string[], env = process.env): Program {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  // One that a failed test has left running must not keep the test's own process from its end, where it is killed.
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
  const killWithUs = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', killWithUs);
  child.once('close', () => process.off('exit', killWithUs));
  const running = (): boolean =>
    child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    child,
    output: () => text,
    running,
    async stop(signal = 'SIGTERM') {
      if (!running()) return;
      const ended = once(child, 'close');
      hold(true);
      child.kill(signal);
      const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(patience);
    },
  };
}
