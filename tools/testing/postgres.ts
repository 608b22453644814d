import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { giveAway, makeCluster, unprivileged } from '../peers/cluster.ts';
import { peerForTests } from '../peers/peer.ts';
import { run } from '../peers/run.ts';
import { type RunningAuthority, startAuthority } from './authority.ts';
import { startProgram } from './program.ts';
import { until } from './until.ts';

const START_LIMIT_MS = 30_000;
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
  const key = ['--admin-key-file', join(first.dataFolder, 'admin.key')];
  const origin = ['--origin', `http://localhost:${first.port}`];
  return startAuthority(dataFolder, 0, ['--database', database, ...origin, ...key, ...flags]);
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
  const urlOf = (name: string): string => `postgres://lostwax@${encodeURIComponent(folder)}/${name}`;
  const options = Object.entries({ ...settings, unix_socket_directories: folder });
  const [command, ...args] = unprivileged(program, [
    '-D',
    data,
    ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  let server = startProgram(command, args);

  const query: RunningPostgres['query'] = async (url, text) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  const ready = (): Promise<unknown> =>
    until('PostgreSQL accepts connections', START_LIMIT_MS, async () => {
      // After a crash, its processes may still be ending.
      if (!server.running()) server = startProgram(command, args);
      return query(urlOf('postgres'), 'SELECT 1').catch(() => undefined);
    });
  const halt: RunningPostgres['halt'] = (signal = 'SIGQUIT') => server.stop(signal);
  let databases = 0;
  await ready();
  return {
    async database() {
      databases += 1;
      const name = `test_${databases}`;
      await query(urlOf('postgres'), `CREATE DATABASE ${name}`);
      return urlOf(name);
    },
    query,
    halt,
    async start() {
      await ready();
    },
    async stop() {
      await halt();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
