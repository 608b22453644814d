import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StartError } from './start-error.ts';

/** Files of an authority's folder other than the database. */
const others = ['admin.key', 'lostwax.db-wal', 'lostwax.db.restoring', 'feed'] as const;

/** How a start treats a folder without an authority. */
export interface FolderOptions {
  readonly data: string;
  readonly adminKeyFile: string;
  /** Refuses to create a new authority. */
  readonly mustExist: boolean;
}

/**
 * Reports whether the folder contains an authority's database; if false, a new authority should be
 * created in it. Writes nothing. An authority that lost its database isn't a new one: its disk may
 * not be mounted, or its log was lost. Starting fresh over the rest would overwrite the
 * administrator key, and serve an empty key set to all gateways.
 *
 * @throws {@link StartError} for a folder that contains other files of an authority but no database
 * with a workspace in it; with `mustExist`, also for an empty one.
 */
export function holdsAuthority({ data, adminKeyFile, mustExist }: FolderOptions): boolean {
  const file = join(data, 'lostwax.db');
  if (hasWorkspace(file)) return true;
  const left = leftIn(data, adminKeyFile);
  const folder = resolve(data);
  if (left.length > 0) {
    const database = existsSync(file)
      ? 'its database lostwax.db is empty'
      : 'its database lostwax.db is missing';
    throw new StartError(
      `This is not the first start in ${folder}, but ${database}. Found: ${left.join(', ')}. ` +
        'Nothing was changed. Check that the disk is mounted. If the database is lost, restore a backup with "lostwax restore". ' +
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

/** Files of an authority other than its database. */
function leftIn(data: string, adminKeyFile: string): readonly string[] {
  const left = others.map((name) => join(data, name)).filter(isLeft);
  if (!left.includes(adminKeyFile) && isLeft(adminKeyFile)) left.push(adminKeyFile);
  return left;
}

/**
 * Asserts that a new authority may be created in an empty PostgreSQL database, which may be the wrong one.
 *
 * @throws {@link StartError} if the folder has files of an earlier start; with `mustExist`, always.
 */
export function assertFirst({ data, adminKeyFile, mustExist }: FolderOptions): void {
  const left = leftIn(data, adminKeyFile);
  if (left.length > 0) {
    throw new StartError(
      `This is not the first start in ${resolve(data)}, but the database is empty. Found: ${left.join(', ')}. Nothing was changed. Check the address in --database. To start over instead, which invalidates every key created here, first move ${left.length > 1 ? 'these' : 'this'} away.`,
    );
  }
  if (mustExist) {
    throw new StartError(
      'The database is empty, and --must-exist prevents creating an authority in it. Check the address in --database. To create a new authority there, start once without --must-exist.',
    );
  }
}

/** @throws {@link StartError} if the folder holds an authority on SQLite: with a database, it would be ignored. */
export function assertNoneHere(data: string): void {
  const file = join(data, 'lostwax.db');
  if (!hasWorkspace(file)) return;
  throw new StartError(
    `${resolve(file)} holds an authority, which --database would ignore. Copy it to PostgreSQL with "lostwax move", or choose another folder with --data.`,
  );
}

/** Reports whether a path is a nonempty file or folder. */
function isLeft(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  return found.isDirectory() ? readdirSync(path).length > 0 : found.size > 0;
}

function hasWorkspace(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  // Anything else is reported when it is opened.
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
