import pg from 'pg';
import { StartError } from '../../start-error.ts';
import { TurnSocket } from './turn-socket.ts';

/** How long a connection may take, and a read. A lost network answers nothing, so nothing else ends the wait. */
const CONNECT_MILLISECONDS = 5_000;
const STATEMENT_MILLISECONDS = 15_000;
/** Connections for reads of one replica. */
const READ_CONNECTIONS = 6;
/** How long the server may take to close a connection that is ended here. */
const GOODBYE_MILLISECONDS = 1_000;

/** The oldest version that is supported upstream. */
const OLDEST_SERVER = 140_000;

/** Numbers beyond 2^53, which the authority never writes, are read as the nearest safe value. */
function safeNumber(text: string): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(text)));
}

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary'
      ? safeNumber
      : pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * A connection that ends within a second. The driver's own waits for the server to close it, too, and for what was asked before. The
 * server may be gone without a word, when its machine has lost its power or its network: the system would try for 15 minutes.
 */
class DatabaseClient extends pg.Client {
  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | void {
    const { stream } = this.connection;
    const timer = setTimeout(() => stream.destroy(), GOODBYE_MILLISECONDS);
    this.connection.once('end', () => clearTimeout(timer));
    return callback === undefined ? super.end() : super.end(callback);
  }
}

function optionsOf(url: string, name: string): pg.ClientConfig {
  return {
    connectionString: url,
    stream: () => new TurnSocket(),
    types,
    application_name: `lostwax ${name}`,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
}

/**
 * One connection outside of the pool.
 *
 * @param name - What it is for, as `pg_stat_activity` shows it.
 * @param milliseconds - When a statement without an answer ends the connection; 0: never.
 * @param lost - Called once when it ends after it was open.
 */
export async function connect(
  url: string,
  name: string,
  milliseconds: number,
  lost: () => void = () => {},
): Promise<pg.Client> {
  const client = new DatabaseClient({ ...optionsOf(url, name), pipeline: true, query_timeout: milliseconds });
  let isOpen = false;
  const end = (): void => {
    if (isOpen) lost();
    isOpen = false;
  };
  client.on('error', end);
  client.on('end', end);
  await client.connect();
  isOpen = true;
  return client;
}

/**
 * The connections that reads share.
 *
 * @param admit - Called with each new one before it is used. It is closed if that rejects.
 */
export function readPool(url: string, admit: (client: pg.ClientBase) => Promise<void>): pg.Pool {
  const pool = new pg.Pool({
    ...optionsOf(url, 'reads'),
    Client: DatabaseClient,
    pipeline: true,
    max: READ_CONNECTIONS,
    onConnect: admit,
    // On the server, and here for a network that is gone.
    statement_timeout: STATEMENT_MILLISECONDS,
    query_timeout: STATEMENT_MILLISECONDS + 1_000,
  });
  // An idle connection was lost: the next read opens another.
  pool.on('error', () => {});
  return pool;
}

/** The settings that durability depends on, and what they must be. */
const durable: Readonly<Record<string, readonly string[]>> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_write', 'remote_apply'],
  server_encoding: ['UTF8'],
  in_hot_standby: ['off'],
};

/**
 * Refuses a server that could lose what it has confirmed, or that isn't the one to write to.
 *
 * @throws {@link StartError} naming the setting.
 */
export async function assertDurable(client: pg.Client): Promise<void> {
  const { rows } = await client.query('SELECT name, setting FROM pg_settings WHERE name = ANY($1)', [
    [...Object.keys(durable), 'server_version_num'],
  ]);
  for (const { name, setting } of rows as readonly { readonly name: string; readonly setting: string }[]) {
    if (name === 'server_version_num') {
      if (Number(setting) >= OLDEST_SERVER) continue;
      throw new StartError('The database server is older than PostgreSQL 14. Upgrade it, then start again.');
    }
    const allowed = durable[name] as readonly string[];
    if (allowed.includes(setting)) continue;
    if (name === 'in_hot_standby')
      throw new StartError(
        'The database is a standby and cannot be written. Pass the address of the primary with --database.',
      );
    throw new StartError(
      `With ${name} = ${setting}, the database can lose changes that it has confirmed, or damage text. Lostwax needs ${allowed.join(' or ')}. Change the setting, then start again.`,
    );
  }
}

/** An address for messages: never the password. */
export function shownUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null) return 'the given address';
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}
