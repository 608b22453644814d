import { type ChildProcessByStdio, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** A long-running `lostwax` in its own process. */
export interface Part {
  /** Resolves when it has ended, for any reason. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What keeps the quick start from starting, in words for a person. */
export class CannotStart extends Error {}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const bin = join(import.meta.dirname, '..', '..', 'packages', 'cli', 'bin', 'lostwax.js');

/**
 * Starts `lostwax <args> --json`, and waits for the line that reports its address. Settings that the arguments omit come from the
 * environment (LOSTWAX_PORT, LOSTWAX_DATA, LOSTWAX_GATE_PORT, …).
 *
 * @param input - What it reads from standard input.
 * @throws {@link CannotStart} with what it said, when it ends instead.
 */
export async function startPart<Announced>(args: readonly string[], input = ''): Promise<Part & Announced> {
  // By the channel it notices that this process is gone, however it went, and ends too.
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', 'ipc'];
  // Out of reach of the terminal's Ctrl-C: the gate must be able to report to an authority that still runs.
  const child = spawn(process.execPath, [bin, ...args, '--json'], { stdio, detached: true }) as Child;
  const ended = once(child, 'close').then(() => undefined);
  const complaints = watch(child);
  // It may end before it has read.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const said = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  if (said === undefined)
    throw new CannotStart(complaints.join('\n') || `"lostwax ${args[0]}" ended without a message.`);
  const announced: Announced = JSON.parse(String(said[0]));
  return {
    ...announced,
    ended,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Takes what it says of errors out of their JSON; its log goes on to this terminal. */
function watch(child: Child): readonly string[] {
  const complaints: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    const [, detail] = /^\{"code":"[a-z_]+","detail":(".*")\}$/.exec(line) ?? [];
    if (detail === undefined) process.stderr.write(`${line}\n`);
    else complaints.push(JSON.parse(detail));
  });
  return complaints;
}
