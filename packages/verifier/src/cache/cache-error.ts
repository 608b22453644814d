/** Why the key set on disk cannot be used, or is no longer written. */
export type CacheErrorCode =
  /** There is none yet. */
  | 'cache_missing'
  /** Damaged, or not written by this program. */
  | 'cache_corrupt'
  /** Written before the machine last booted, so its age is unknown. */
  | 'cache_other_boot'
  /** This system has no boot ID. */
  | 'cache_unsupported'
  /** It cannot be read or written. */
  | 'cache_failed';

/** A key set on disk that cannot be used. The verifier continues without it. */
export class CacheError extends Error {
  override readonly name = 'CacheError';
  readonly code: CacheErrorCode;

  constructor(code: CacheErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Converts an error of the file system to a {@link CacheError}. */
export function asCacheError(error: unknown): CacheError {
  if (error instanceof CacheError) return error;
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'it is incomplete';
  const code = error instanceof Error && 'syscall' in error ? 'cache_failed' : 'cache_corrupt';
  return new CacheError(code, `The key set on disk cannot be used: ${reason}.`, { cause: error });
}
