import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { type RunningPostgres, startPostgres } from '../../../tools/testing/postgres.ts';
import { newestCustomer, seedKeys } from '../seed.ts';
import { lostwax } from './command.ts';

export const SLUG = 'bench';
/** The API of the workspace. */
export const API: string = `/v1/workspaces/${SLUG}`;

/** The databases an authority can have. */
export type DatabaseName = 'SQLite' | 'PostgreSQL';

/** A new key. */
export interface Issued {
  readonly token: string;
  readonly key: { readonly id: string };
}

/** The flags of an authority that is not running, for `startAuthority(data, port, flags)`. */
export interface Filled {
  readonly data: string;
  readonly port: number;
  readonly flags: readonly string[];
  /** The customers with the given numbers of keys. */
  readonly subjects: readonly string[];
  /** Ends its database's server. */
  stop(): Promise<void>;
}

/**
 * Fills an authority that isn't running; into PostgreSQL with `lostwax move`.
 *
 * @param customers - The number of keys of one customer each, after the keys of a thousand customers.
 */
export async function filled(
  data: string,
  keys: number,
  database: DatabaseName,
  customers: readonly number[] = [],
): Promise<Filled> {
  const { port, subjects } = await seeded(data, keys, customers);
  if (database === 'SQLite') return { data, port, subjects, flags: [], stop: async () => {} };
  const postgres = await startPostgres();
  try {
    const url = await moved(data, postgres);
    return { data, port, subjects, flags: ['--database', url], stop: postgres.stop };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Moves an authority into a new database of the server and deletes the file it leaves. */
async function moved(data: string, postgres: RunningPostgres): Promise<string> {
  const url = await postgres.database();
  await lostwax(['move', '--data', data, '--database', url]);
  rmSync(join(data, 'lostwax.db.moved'), { force: true });
  return url;
}

/** Fills a new authority over SQLite and leaves it stopped. */
export async function seeded(
  data: string,
  keys: number,
  customers: readonly number[] = [],
): Promise<Pick<Filled, 'port' | 'subjects'>> {
  const first = await startAuthority(data);
  await first.call('POST', '/v1/workspaces', { slug: SLUG });
  await first.stop();
  const file = join(data, 'lostwax.db');
  const rest = customers.reduce((left, own) => left - own, keys);
  seedKeys({ file, workspace: SLUG, keys: rest });
  const subjects: string[] = [];
  for (const own of customers) {
    seedKeys({ file, workspace: SLUG, keys: own, customers: 1 });
    subjects.push(newestCustomer(file));
  }
  return { port: first.port, subjects };
}

export async function issueBatch(authority: RunningAuthority, count: number): Promise<readonly Issued[]> {
  const items = Array.from({ length: count }, () => ({ customer: 'customer-1' }));
  return (await authority.call<{ items: Issued[] }>('POST', `${API}/keys:batch`, { items })).items;
}
