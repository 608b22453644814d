/** Exit codes. */
export const exitCodes = {
  done: 0,
  /** The key is invalid, a check failed, or the authority refused the request. */
  refused: 1,
  /** The arguments are invalid. */
  usage: 2,
  /** The authority can't be reached, or something else answers. */
  unreachable: 3,
} as const;

/** Every code of a {@link CommandError}, with its exit code. */
const codes = {
  usage: exitCodes.usage,
  admin_key_missing: exitCodes.usage,
  admin_key_wrong: exitCodes.usage,
  workspace_unknown: exitCodes.refused,
  key_unknown: exitCodes.refused,
  reader_unknown: exitCodes.refused,
  audit_broken: exitCodes.refused,
  set_unavailable: exitCodes.unreachable,
  issuer_wrong: exitCodes.usage,
  no_authority: exitCodes.unreachable,
  misconfigured: exitCodes.usage,
  displaced: exitCodes.refused,
  already_running: exitCodes.refused,
  interrupted: exitCodes.refused,
  evidence_unusable: exitCodes.refused,
} as const;

export type CommandErrorCode = keyof typeof codes;

/** An error for the user. The message says what happened and what to do, and never contains a token. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get exitCode(): number {
    return codes[this.code];
  }
}
