/** Every code of a {@link VerifierError}. */
export type VerifierErrorCode =
  /** An option is missing or not possible; the message names it. */
  | 'options_invalid'
  /** `ready()` has waited long enough; the message says what the last failure was. */
  | 'not_ready';

/** What this package throws. A refused key is a result, not an error. The message never holds a key. */
export class VerifierError extends Error {
  override readonly name = 'VerifierError';
  readonly code: VerifierErrorCode;

  constructor(code: VerifierErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
