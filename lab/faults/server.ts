import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { giveAway, makeCluster, unprivileged } from '../../tools/peers/cluster.ts';
import { run } from '../../tools/peers/run.ts';
import { postgresPeer } from '../../tools/testing/postgres.ts';
import { type Program, startProgram } from '../../tools/testing/program.ts';
import { until } from '../../tools/testing/until.ts';
import { postgresRows } from './replicas.ts';

const START_LIMIT_MS = 60_000;
const settings = {
  listen_addresses: '',
  shared_buffers: '32MB',
  max_connections: '60',
  min_wal_size: '8MB',
  max_wal_size: '64MB',
  jit: 'off',
};

/** PostgreSQL in a given folder, which a standby can be copied from. */
export interface Server {
  /** Its Unix socket. */
  readonly socket: string;
  rows: (text: string) => ReturnType<typeof postgresRows>;
  kill(): Promise<void>;
}

/** Creates a database cluster in `<folder>/data`. */
export async function createServer(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o755);
  await giveAway(folder);
  await makeCluster(postgresPeer.program, join(folder, 'data'));
}

/** Copies a running server to `<folder>/data`, as its standby. */
export async function copyServer(from: Server, folder: string): Promise<void> {
  await mkdir(folder);
  await giveAway(folder);
  const source = `host=${dirname(from.socket)} user=lostwax application_name=standby`;
  const flags = ['--write-recovery-conf', '--checkpoint=fast', '--no-sync'];
  const [program, ...args] = unprivileged(join(dirname(postgresPeer.program), 'pg_basebackup'), [
    ...['--dbname', source, '--pgdata', join(folder, 'data')],
    ...flags,
  ]);
  await run(program, args);
}

/** Starts the server of a folder, and waits until it accepts connections. */
export async function startServer(folder: string): Promise<Server> {
  const options = Object.entries({ ...settings, unix_socket_directories: folder });
  const [command, ...args] = unprivileged(postgresPeer.program, [
    ...['-D', join(folder, 'data')],
    ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  let program: Program = startProgram(command, args);
  const url = `postgres://lostwax@${encodeURIComponent(folder)}/postgres`;
  await until('PostgreSQL accepts connections', START_LIMIT_MS, async () => {
    // After a crash, its processes may still be ending.
    if (!program.running()) program = startProgram(command, args);
    return postgresRows(url, 'SELECT 1').catch(() => undefined);
  }).catch((error: Error) => {
    throw new Error(`${error.message}\n${program.output()}`);
  });
  return {
    socket: join(folder, '.s.PGSQL.5432'),
    rows: (text) => postgresRows(url, text),
    kill: () => program.stop('SIGKILL'),
  };
}
