/** Every code of a {@link PinsError}. */
export type PinsErrorCode =
  /** A setting is missing or invalid. */
  | 'settings_invalid'
  /** The authority has no such workspace, is another issuer, or refuses the feed key. */
  | 'misconfigured'
  /** Another `lostwax pins` has taken over the same table. */
  | 'displaced'
  /** Another `lostwax pins` on this machine already keeps the same table. */
  | 'already_running';

/** What keeps the process from starting or continuing. The message is for people and never contains a key. */
export class PinsError extends Error {
  override readonly name = 'PinsError';
  readonly code: PinsErrorCode;

  constructor(code: PinsErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The gateway doesn't answer, or answers unexpectedly. It is asked again. */
export class TargetError extends Error {
  override readonly name = 'TargetError';
}
