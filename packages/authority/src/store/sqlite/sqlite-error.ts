import { AuthorityError } from '../../errors.ts';

/** Primary result codes of SQLite that concern the file, its disk or the machine rather than the statement. */
const codes = {
  5: 'BUSY',
  6: 'LOCKED',
  7: 'NOMEM',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
  15: 'PROTOCOL',
  26: 'NOTADB',
} as const;

export type SqliteCode = (typeof codes)[keyof typeof codes];

interface SqliteError extends Error {
  readonly errcode: number;
}

export function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

/** Undefined for all other codes. */
export function sqliteCode({ errcode }: SqliteError): SqliteCode | undefined {
  return codes[(errcode & 0xff) as keyof typeof codes];
}

/** Whether the storage failed, and not the statement. Statements name only tables that are there, unless the file was emptied. */
export function isStorageTrouble(error: unknown): boolean {
  if (!isSqliteError(error)) return false;
  return sqliteCode(error) !== undefined || error.message.startsWith('no such table');
}

/** Converts a failure of the storage into `storage_unavailable`; other errors stay as they are. */
export function asStorageError(error: unknown, message: string): unknown {
  return isStorageTrouble(error)
    ? new AuthorityError('storage_unavailable', message, { cause: error })
    : error;
}

/** Without a cause in its upper bits: the statement is a write, and was sent over the connection for reads. */
const SQLITE_READONLY = 8;

/** {@link asStorageError} for a read. */
export function asReadError(error: unknown): unknown {
  if (isSqliteError(error) && error.errcode === SQLITE_READONLY) return error;
  const message =
    'The authority cannot read its database. Gates still accept existing keys. Check the authority’s disk, then try again.';
  return asStorageError(error, message);
}
