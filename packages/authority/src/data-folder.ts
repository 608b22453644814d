import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from './start-error.ts';

/** What an authority leaves in its folder beside the database. */
const others = ['admin.key', 'lostwax.db-wal', 'feed'] as const;

/** How a start treats a folder without an authority. */
export interface FolderOptions {
  readonly data: string;
  readonly adminKeyFile: string;
  /** Refuses to make a new authority. */
  readonly mustExist: boolean;
}

/**
 * Whether the folder holds an authority's database; false when a new authority is to be made in it.
 * Writes nothing.
 *
 * An authority that lost its database is not a new one: its disk may not be mounted, or its log was
 * lost. Starting fresh over the rest would overwrite the administrator's key, and serve an empty
 * key set to all gateways.
 *
 * @throws {@link StartError} for a folder that holds other things of an authority and no database
 * with a workspace in it; with `mustExist`, also for
 *   one that holds nothing.
 */
export function holdsAuthority({ data, adminKeyFile, mustExist }: FolderOptions): boolean {
  const file = join(data, 'lostwax.db');
  if (hasWorkspace(file)) return true;
  const left = others.map((name) => join(data, name)).filter(isLeft);
  if (!left.includes(adminKeyFile) && isLeft(adminKeyFile)) left.push(adminKeyFile);
  const folder = resolve(data);
  if (left.length > 0) {
    const database = existsSync(file)
      ? 'its database lostwax.db is empty'
      : 'its database lostwax.db is missing';
    throw new StartError(
      `This is not the first start in ${folder}, but ${database}. Found: ${left.join(', ')}. ` +
        'Nothing was changed. Check that the disk is mounted. If the database is lost, restore lostwax.db from a backup (with lostwax.db-wal, if there is one). ' +
        `To start over instead, which invalidates every key created here, first move ${left.length > 1 ? 'these' : 'this'} away.`,
    );
  }
  if (mustExist) {
    throw new StartError(
      `There is no authority in ${folder}, and --must-exist prevents creating one. Check that the disk is mounted and the path is correct. To create a new authority there, start once without --must-exist.`,
    );
  }
  return false;
}

/** A file that is not empty, or a folder with something in it. */
function isLeft(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  return found.isDirectory() ? readdirSync(path).length > 0 : found.size > 0;
}

function hasWorkspace(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  // What is no file is reported when it is opened.
  if (found !== undefined && !found.isFile()) return true;
  const bytes = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (found === undefined || (found.size === 0 && bytes(`${file}-wal`) === 0)) return false;
  const database = new DatabaseSync(file);
  try {
    const tables = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
    if (tables.length === 0) return false;
    if (!tables.some(({ name }) => name === 'workspaces')) {
      throw new StartError(
        `${resolve(file)} is another program's database. Choose another folder with --data.`,
      );
    }
    return database.prepare('SELECT 1 FROM workspaces LIMIT 1').get() !== undefined;
  } finally {
    database.close();
  }
}
