/** Every code of a {@link GateError}. */
export type GateErrorCode =
  /** Settings are missing or not possible; the message names all of them, one a line. */
  | 'settings_invalid'
  /** It cannot listen where it was told to. */
  | 'cannot_listen'
  /** The authority that answers has no such workspace, or is another issuer. */
  | 'issuer_wrong'
  /** The authority does not take the key of `--feed-key-file`. */
  | 'feed_key_refused'
  /** Something answers that is no authority. */
  | 'no_authority';

/** What keeps a gate from starting. The message is for a person and never holds a key. */
export class GateError extends Error {
  override readonly name = 'GateError';
  readonly code: GateErrorCode;

  constructor(code: GateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
