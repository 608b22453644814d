/** What kind of refusal it is, for scripts. */
export type StartErrorCode =
  | 'start_refused'
  | 'backup_damaged'
  | 'disk_full'
  | 'file_exists'
  | 'folder_in_use'
  | 'not_a_backup'
  /** The database was restored from a copy, and decisions about what nobody knows are missing. */
  | 'restore_undecided';

/** A failed start. The message is for the person who started it: what is wrong, and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code: StartErrorCode;

  constructor(message: string, options: ErrorOptions & { readonly code?: StartErrorCode } = {}) {
    super(message, options);
    this.code = options.code ?? 'start_refused';
  }
}
