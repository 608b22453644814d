/** Every code of a {@link GateError}. */
export type GateErrorCode =
  /** Settings are missing or invalid. The message lists all of them, one per line. */
  | 'settings_invalid'
  /** It cannot listen on the configured address. */
  | 'cannot_listen'
  /** The authority that answers has no such workspace, or is another issuer. */
  | 'issuer_wrong'
  /** The authority refuses the key in `--feed-key-file`. */
  | 'feed_key_refused'
  /** The server that answers is not an authority. */
  | 'no_authority';

/** What keeps a gate from starting. The message is for people and never contains a key. */
export class GateError extends Error {
  override readonly name = 'GateError';
  readonly code: GateErrorCode;

  constructor(code: GateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
