import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from '../../start-error.ts';
import { isSqliteError, sqliteCode } from './sqlite-error.ts';

/**
 * Holds a data folder for one authority, until the returned function is called or the process ends, however it ends.
 *
 * SQLite's lock on a file is the one in Node's own library that the system takes away with its holder: nothing stale is left. It is a file of its
 * own, as `lostwax admin reset` writes to the database while an authority runs.
 *
 * @throws {@link StartError} while another process holds it.
 */
export function lockFolder(data: string): () => void {
  const file = join(data, 'lostwax.lock');
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isSqliteError(error) || sqliteCode(error) !== 'BUSY') throw error;
    throw new StartError(
      `Another authority is using the folder ${data}. Two on one folder would each serve keys that the other has revoked. Stop the other one first, or choose another folder with --data.`,
      { cause: error },
    );
  }
  return () => database.close();
}
