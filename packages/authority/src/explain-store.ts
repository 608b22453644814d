import { resolve } from 'node:path';
import { AuthorityError } from './errors.ts';
import { StartError } from './start-error.ts';
import { isSqliteError, type SqliteCode, sqliteCode } from './store/sqlite/sqlite-error.ts';

const restore =
  'Keep a copy of the folder, then restore a backup to an empty one with "lostwax restore" (docs/operating.md).';

/** What is wrong with the database, and what to do about it. */
const ofSqlite: Readonly<Record<SqliteCode, (file: string) => string>> = {
  CORRUPT: (file) => `The database ${file} is damaged. ${restore}`,
  NOTADB: (file) =>
    `${file} is not a database: a different file has this name, or its header is damaged. ${restore}`,
  BUSY: (file) =>
    `Another program has locked the database ${file}. Stop that program, such as a backup tool or an open sqlite3, then start again.`,
  LOCKED: (file) => `Another program has locked the database ${file}. Stop that program, then start again.`,
  PROTOCOL: (file) =>
    `Another program keeps locking the database ${file}. Stop that program, then start again.`,
  NOMEM: (file) =>
    `There is not enough memory to open the database ${file}. Free some, or raise the limit of this process, then start again.`,
  READONLY: (file) =>
    `The database ${file} cannot be written: the file, its folder or its disk is read-only for this user. Make them writable, then start again.`,
  IOERR: (file) =>
    `The disk fails to read or write ${file}. Check the disk and its cables, or restore a backup to another one.`,
  FULL: (file) => `The disk that holds ${file} is full. Free up space, then start again.`,
  CANTOPEN: (file) =>
    `The database ${file} cannot be opened: this user can't read and write it, or lostwax.db-wal or lostwax.db-shm next to it. Check their owner and mode.`,
};

/** The same for the folder, by system error code. */
const ofSystem: Readonly<Record<string, (path: string) => string>> = {
  EACCES: (path) =>
    `This user has no permission for ${path}. Change its owner or mode, or choose another folder with --data.`,
  EPERM: (path) =>
    `This user has no permission for ${path}. Change its owner or mode, or choose another folder with --data.`,
  EROFS: (path) =>
    `${path} is on a disk that is mounted read-only. Mount it read-write, or choose another folder with --data.`,
  ENOTDIR: (path) =>
    `${path} cannot be created, because part of the path is a file. Choose another folder with --data.`,
  EEXIST: (path) =>
    `${path} cannot be created, because a file has this name. Choose another folder with --data.`,
  EISDIR: (path) =>
    `${path} is a folder, but must be a file. Move it away, or choose another folder with --data.`,
  ENOENT: (path) => `${path} does not exist and cannot be created. Choose another folder with --data.`,
  ENOSPC: (path) => `The disk that holds ${path} is full. Free up space, then start again.`,
};

/**
 * Explains a start that failed at the data folder or the database, as a sentence: what happened,
 * and what to do.
 *
 * @returns The error itself if neither is the cause.
 */
export function explainStore(error: unknown, data: string): unknown {
  if (error instanceof StartError || !(error instanceof Error)) return error;
  const file = resolve(data, 'lostwax.db');
  if (error instanceof AuthorityError && isSqliteError(error.cause)) return explainStore(error.cause, data);
  if (isSqliteError(error)) {
    const code = sqliteCode(error);
    if (code !== undefined) return new StartError(ofSqlite[code](file), { cause: error, ...codeOf(code) });
    return new StartError(
      `The database ${file} does not belong to Lostwax, or is damaged (${error.message}). ${restore}`,
      {
        cause: error,
      },
    );
  }
  const { code, path } = error as NodeJS.ErrnoException;
  const sentence = code === undefined ? undefined : ofSystem[code]?.(resolve(path ?? data));
  return sentence === undefined ? error : new StartError(sentence, { cause: error, ...codeOf(code) });
}

/** The code for scripts, where there is one. */
function codeOf(code: string | undefined): { readonly code?: 'disk_full' } {
  return code === 'FULL' || code === 'ENOSPC' ? { code: 'disk_full' } : {};
}
