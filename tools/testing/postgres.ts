import { existsSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { giveAway, makeCluster, unprivileged } from '../peers/cluster.ts';
import { peerForTests } from '../peers/peer.ts';
import { run } from '../peers/run.ts';
import { type RunningAuthority, startAuthority } from './authority.ts';
import { startProgram } from './program.ts';
import { until } from './until.ts';

const START_LIMIT_MS = 60_000;
const CONNECT_LIMIT_MS = 30_000;
/** Memory is short on a machine that runs other tests too; durability is as in production. */
const settings = {
  listen_addresses: '',
  shared_buffers: '32MB',
  max_connections: '120',
  min_wal_size: '8MB',
  max_wal_size: '128MB',
  jit: 'off',
  fsync: 'on',
};

/**
 * Starts another authority on the database of the first one.
 *
 * @param dataFolder - A folder of its own.
 */
export function startReplica(
  first: RunningAuthority,
  database: string,
  dataFolder: string,
  flags: readonly string[] = [],
): Promise<RunningAuthority> {
  return startAuthority(dataFolder, 0, [...replicaFlags(first, database), ...flags]);
}

/** The flags of another authority on the database of the first one. */
export function replicaFlags(first: RunningAuthority, database: string): string[] {
  const key = ['--admin-key-file', join(first.dataFolder, 'admin.key')];
  return ['--database', database, '--origin', `http://localhost:${first.port}`, ...key];
}

/** The peer: `describe('…', { skip: postgresPeer.skip }, …)`. */
export const postgresPeer: Awaited<ReturnType<typeof peerForTests>> = await peerForTests('postgresql');

/** A real PostgreSQL in a folder of its own, reached through a Unix socket there. One per test file is enough. */
export interface RunningPostgres {
  /** Creates an empty database; resolves with its URL, for `lostwax serve --database` or `openPostgresStore`. */
  database(): Promise<string>;
  /** Runs one statement in a database, as its superuser. */
  query(url: string, text: string): Promise<readonly Record<string, unknown>[]>;
  /** Ends it, at once by default; `SIGKILL` is a crash. The data stay for {@link RunningPostgres.start}. */
  halt(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again after `halt`. */
  start(): Promise<void>;
  /** Ends it and deletes its folder. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL, which takes about half a second, and waits until it accepts connections. Stop it in `after`.
 *
 * A test starts an authority on it with `startAuthority(folder, 0, ['--database', url])`, where `url` is from
 * `await postgres.database()`, and replicas with {@link startReplica}.
 */
export async function startPostgres(): Promise<RunningPostgres> {
  const { program } = postgresPeer;
  const folder = await mkdtemp(join(tmpdir(), 'lostwax-postgres-'));
  await chmod(folder, 0o755);
  await giveAway(folder);
  const data = join(folder, 'data');
  const made = join(program, '..', '..', '..', '..', '..', '..', 'cluster');
  if (existsSync(made)) await run('cp', ['-a', made, data]);
  else await makeCluster(program, data);
  const server = await startPostgresServer(folder);
  let databases = 0;
  return {
    async database() {
      databases += 1;
      const name = `test_${databases}`;
      await query(server.url('postgres'), `CREATE DATABASE ${name}`);
      return server.url(name);
    },
    query,
    halt: (signal = 'SIGQUIT') => server.halt(signal),
    start: server.start,
    async stop() {
      await server.halt('SIGQUIT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL in a given folder, reached through a Unix socket there. */
export interface PostgresServer {
  /** URL of one of its databases, as its superuser. */
  url(database: string): string;
  /** Ends it; `SIGKILL` is a crash. */
  halt(signal: NodeJS.Signals): Promise<void>;
  /** Starts it again after `halt`, and waits until it accepts connections. */
  start(): Promise<void>;
}

/**
 * Starts PostgreSQL with the cluster in `<folder>/data`, and waits until it accepts connections.
 *
 * @param more - Settings that differ from the usual ones.
 * @param through - Goes before its command line.
 */
export async function startPostgresServer(
  folder: string,
  more: Readonly<Partial<typeof settings>> = {},
  through: readonly string[] = [],
): Promise<PostgresServer> {
  const options = Object.entries({ ...settings, ...more, unix_socket_directories: folder });
  const own = unprivileged(postgresPeer.program, [
    ...['-D', join(folder, 'data')],
    ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const [command = '', ...args] = [...through, ...own];
  let program = startProgram(command, args);
  const url = (database: string): string => `postgres://lostwax@${encodeURIComponent(folder)}/${database}`;
  const start = async (): Promise<void> => {
    await until('PostgreSQL accepts connections', START_LIMIT_MS, () => {
      // After a crash, its processes may still be ending.
      if (!program.running()) program = startProgram(command, args);
      return query(url('postgres'), 'SELECT 1').catch(() => undefined);
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${program.output()}`);
    });
  };
  await start();
  const halt = async (signal: NodeJS.Signals): Promise<void> => {
    if (signal !== 'SIGKILL') return program.stop(signal);
    const data = join(folder, 'data');
    const all = await processesIn(data);
    // All at once: without their parent, the others would still finish and answer what they are doing.
    const stopped = program.stop(signal);
    killAll(all);
    await stopped;
    killAll(await processesIn(data));
  };
  return { url, halt, start };
}

/** The processes of a server: all work in its folder. */
async function processesIn(dataFolder: string): Promise<readonly number[]> {
  const names = await readdir('/proc').catch(() => []);
  const folders = await Promise.all(names.map((name) => readlink(`/proc/${name}/cwd`).catch(() => '')));
  return names.filter((_, index) => folders[index] === dataFolder).map(Number);
}

function killAll(processes: readonly number[]): void {
  for (const one of processes) {
    try {
      process.kill(one, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Runs one statement in a database, as its superuser. */
async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_LIMIT_MS });
  // The statement fails with it.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
