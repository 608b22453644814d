import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { giveAway, makeCluster, unprivileged } from '../../tools/peers/cluster.ts';
import { run } from '../../tools/peers/run.ts';
import { postgresPeer, startPostgresServer } from '../../tools/testing/postgres.ts';
import { postgresRows } from './replicas.ts';

/** For a small disk, and few clients. */
const small = { max_connections: '60', max_wal_size: '64MB' };

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

/**
 * Starts the server of a folder, and waits until it accepts connections.
 *
 * @param listen - Its `listen_addresses`; none by default, only the Unix socket.
 * @param through - Goes before its command line.
 */
export async function startServer(
  folder: string,
  listen = '',
  through: readonly string[] = [],
): Promise<Server> {
  const server = await startPostgresServer(folder, { ...small, listen_addresses: listen }, through);
  return {
    socket: join(folder, '.s.PGSQL.5432'),
    rows: (text) => postgresRows(server.url('postgres'), text),
    kill: () => server.halt('SIGKILL'),
  };
}
