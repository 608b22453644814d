/** Every code of a {@link KeyError}; spec/token.md §7 explains each one. */
export type KeyErrorCode =
  | 'token_malformed'
  | 'token_too_long'
  | 'key_id_malformed'
  | 'prefix_invalid'
  | 'claim_registered'
  | 'claims_invalid'
  | 'public_half_invalid'
  | 'key_set_malformed';

/** The error that this package throws. The message never contains a token or key material. */
export class KeyError extends Error {
  override readonly name = 'KeyError';
  readonly code: KeyErrorCode;

  constructor(code: KeyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
