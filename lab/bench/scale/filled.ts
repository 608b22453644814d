import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type RunningPostgres, startPostgres } from '../../../tools/testing/postgres.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { lostwax } from './command.ts';

/** The databases an authority can have. */
export type DatabaseName = 'SQLite' | 'PostgreSQL';

/** An authority that isn't running: `startAuthority(data, port, flags)` starts it. */
export interface Filled extends Seeded {
  readonly flags: readonly string[];
  /** Ends its database's server. */
  stop(): Promise<void>;
}

/**
 * Fills an authority that isn't running; into PostgreSQL with `lostwax move`.
 *
 * @param customers - As for {@link seeded}.
 */
export async function filled(
  data: string,
  keys: number,
  database: DatabaseName,
  customers: readonly number[] = [],
): Promise<Filled> {
  const { port, subjects } = await seeded(data, keys, customers);
  if (database === 'SQLite') return { port, subjects, flags: [], stop: async () => {} };
  const postgres = await startPostgres();
  try {
    const url = await moved(data, postgres);
    return { port, subjects, flags: ['--database', url], stop: postgres.stop };
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
