/** How the command ends. */
export const exitCodes = {
  done: 0,
  /** The key is bad, a check failed, or the authority said no. */
  refused: 1,
  /** What was typed cannot be meant. */
  usage: 2,
  /** Nobody answers, or not who should. */
  unreachable: 3,
} as const;

/** Every code of a {@link CommandError}, and how the command then ends. */
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
} as const;

export type CommandErrorCode = keyof typeof codes;

/** What ends a command early. The message says what happened and what to do, and holds no token. */
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
