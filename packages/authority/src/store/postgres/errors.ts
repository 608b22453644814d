import { AuthorityError } from '../../errors.ts';

/** An error that PostgreSQL itself has sent. */
interface ServerError extends Error {
  /** SQLSTATE. */
  readonly code: string;
  readonly severity: string;
}

export function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'severity' in error && 'code' in error;
}

/**
 * Classes and codes of SQLSTATE that concern the server or the connection rather than the statement: connection, read-only
 * transaction (a standby), resources and full disk, canceled and lock timeout, shutdown, system errors, damage.
 */
const trouble = /^(08|53|57|58|XX)|^(25006|25P03|55P03)$/;

/** Reports whether the database, not the operation, is the cause: nothing else would succeed now either. */
export function isTrouble(error: unknown): boolean {
  if (isServerError(error)) return trouble.test(error.code);
  // Its message may quote anything.
  if (error instanceof AuthorityError) return false;
  // What `pg` reports about the connection itself has no code, or that of a socket.
  return (
    error instanceof Error &&
    (isSocketError(error) || /connection|timeout|not queryable/i.test(error.message))
  );
}

function isSocketError({ code, syscall }: NodeJS.ErrnoException): boolean {
  return syscall !== undefined || (code !== undefined && /^E[A-Z]+$/.test(code));
}

/** Serialization failure, deadlock: the same transaction may succeed when repeated. */
export function isWorthRepeating(error: unknown): boolean {
  return isServerError(error) && (error.code === '40001' || error.code === '40P01');
}

/** Converts trouble with the database into `storage_unavailable`; other errors stay as they are. */
export function asStorageError(error: unknown, message = UNREACHABLE): unknown {
  if (error instanceof AuthorityError || !isTrouble(error)) return error;
  return new AuthorityError('storage_unavailable', message, { cause: error });
}

const UNREACHABLE =
  'The authority cannot use its database at the moment, so nothing was changed. Existing keys still work. Try again in a moment; if the problem persists, check the database.';

/** The connection broke while a transaction was being committed, and the database can't be asked what became of it. */
export function unknownOutcome(cause: unknown): AuthorityError {
  return new AuthorityError(
    'storage_unavailable',
    'The connection to the database broke while this change was being saved, so the authority cannot tell whether it was saved. Repeat the request with the same Idempotency-Key, or check before you repeat it.',
    { cause },
  );
}

/** A transaction that is or will be rolled back, because of one operation or statement. */
export class NotCommitted extends Error {
  constructor(cause: unknown) {
    super('the transaction was not committed', { cause });
  }
}
