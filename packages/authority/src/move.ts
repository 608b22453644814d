import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { explainDatabase } from './explain-database.ts';
import { explainStore } from './explain-store.ts';
import { StartError } from './start-error.ts';
import { type Moved, moveDatabase, type Progress } from './store/move/move.ts';
import { type Migrated, migrateDatabase } from './store/postgres/migrate.ts';
import { lockFolder } from './store/sqlite/lock-folder.ts';

/** Options of `lostwax move`. */
export interface MoveOptions {
  /** The folder of an authority on SQLite that isn't running. */
  readonly data: string;
  /** URL of an empty PostgreSQL database. */
  readonly database: string;
  readonly progress?: Progress | undefined;
}

/**
 * Moves an authority from SQLite to PostgreSQL. Keys, sessions and positions stay as they are, so nothing that follows it
 * notices. Its file is kept as `lostwax.db.moved`.
 *
 * @throws {@link StartError} if there is no authority in the folder, it is running, or the database isn't empty.
 */
export async function moveAuthority({ data, database, progress = () => {} }: MoveOptions): Promise<Moved> {
  const file = join(data, 'lostwax.db');
  if (!existsSync(file)) {
    throw new StartError(`There is no authority on SQLite in ${data}. Pass its data folder with --data.`);
  }
  let unlock = (): void => {};
  try {
    unlock = lockFolder(data);
    return await moveDatabase(file, database, progress);
  } catch (error) {
    throw explainDatabase(explainStore(error, data), database);
  } finally {
    unlock();
  }
}

/**
 * Brings the schema of a PostgreSQL database to this version. A start does the same.
 *
 * @throws {@link StartError} if the database can't be used, or its schema is newer.
 */
export async function migrateAuthority(database: string): Promise<Migrated> {
  try {
    return await migrateDatabase(database);
  } catch (error) {
    throw explainDatabase(error, database);
  }
}
