import { chown, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { run } from './run.ts';

/** PostgreSQL refuses to run as root: then it runs as this user, who owns nothing. */
const NOBODY = 65_534;

const isRoot = process.getuid?.() === 0;

/** A command of PostgreSQL, as another user if this one is root. The process is that of the program itself. */
export function unprivileged(program: string, args: readonly string[]): readonly [string, ...string[]] {
  if (!isRoot) return [program, ...args];
  const as = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  return ['setpriv', ...as, program, ...args];
}

/** Gives a folder to the user that PostgreSQL runs as. */
export async function giveAway(folder: string): Promise<void> {
  if (isRoot) await chown(folder, NOBODY, NOBODY);
}

/**
 * Creates an empty database cluster with the superuser `lostwax`, in a folder that does not exist yet.
 *
 * @param program - The `postgres` program; `initdb` is beside it.
 */
export async function makeCluster(program: string, folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  await giveAway(folder);
  const [initdb, ...args] = unprivileged(join(dirname(program), 'initdb'), [
    ...['--pgdata', folder, '--username', 'lostwax', '--auth', 'trust'],
    ...['--encoding', 'UTF8', '--locale', 'C'],
    // A segment of the log takes 16 MB otherwise, each time that a test copies it.
    ...['--wal-segsize', '1', '--no-sync'],
  ]);
  await run(initdb, args);
}
