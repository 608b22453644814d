/** Primary result codes of SQLite that concern the file rather than the statement. */
const codes = {
  5: 'BUSY',
  6: 'LOCKED',
  8: 'READONLY',
  10: 'IOERR',
  11: 'CORRUPT',
  13: 'FULL',
  14: 'CANTOPEN',
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
