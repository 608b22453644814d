/** Why the set on disk does not count, or is no longer kept. */
export type CacheErrorCode =
  /** There is none yet. */
  | 'cache_missing'
  /** Broken, or not by this program. */
  | 'cache_corrupt'
  /** From before the machine started: its age cannot be known. */
  | 'cache_other_boot'
  /** This system has no boot ID. */
  | 'cache_unsupported'
  /** It cannot be read or written. */
  | 'cache_failed';

/** A set on disk that cannot be used; the verifier goes on without it. */
export class CacheError extends Error {
  override readonly name = 'CacheError';
  readonly code: CacheErrorCode;

  constructor(code: CacheErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What the file system throws, as ours. */
export function asCacheError(error: unknown): CacheError {
  if (error instanceof CacheError) return error;
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it is incomplete';
  const code = error instanceof Error && 'syscall' in error ? 'cache_failed' : 'cache_corrupt';
  return new CacheError(code, `The key set on disk cannot be used: ${reason}.`, { cause: error });
}
