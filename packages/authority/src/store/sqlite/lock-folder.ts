import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from '../../start-error.ts';
import { isSqliteError, sqliteCode } from './sqlite-error.ts';

/**
 * Locks a data folder for one authority, until the returned function is called or the process ends in any
 * way.
 *
 * SQLite's file lock is the only one in Node's standard library that the system releases with its process, so
 * no stale lock is left. It uses its own file, because `lostwax admin reset` writes to the database while an
 * authority is running.
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
      `Another authority is using the folder ${data}. Two can't share a folder. Stop the other one first, or choose another folder with --data.`,
      { cause: error, code: 'folder_in_use' },
    );
  }
  return () => database.close();
}
