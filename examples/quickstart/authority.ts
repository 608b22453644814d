import { type ChildProcessByStdio, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What `lostwax serve --json` says once it runs. */
export interface Announced {
  readonly url: string;
  readonly publishUrl: string;
  readonly origin: string;
  readonly adminKeyFile: string;
}

/** A real `lostwax serve` in a process of its own. */
export interface RunningAuthority extends Announced {
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What keeps the quick start from starting, in words for a person. */
export class CannotStart extends Error {}

type Child = ChildProcessByStdio<null, Readable, Readable>;

const bin = join(import.meta.dirname, '..', '..', 'packages', 'cli', 'bin', 'lostwax.js');

/**
 * Starts the authority; its flags come from the environment (LOSTWAX_PORT, LOSTWAX_DATA, …).
 *
 * @throws {@link CannotStart} with what it said, when it ends instead.
 */
export async function startAuthority(): Promise<RunningAuthority> {
  // By the channel it notices that this process is gone, however it went, and ends too.
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe', 'ipc'];
  const child = spawn(process.execPath, [bin, 'serve', '--json'], { stdio }) as Child;
  const ended = once(child, 'close').then(() => undefined);
  const complaints = watch(child);
  const said = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  if (said === undefined)
    throw new CannotStart(complaints.join('\n') || 'The authority ended without a word.');
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
