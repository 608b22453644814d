/** What is wrong with a certificate or a public key that a customer brings. */
export type GivenErrorCode =
  | 'private_key'
  | 'not_a_certificate'
  | 'not_a_public_key'
  | 'is_a_certificate'
  | 'several'
  | 'damaged'
  | 'expired'
  | 'not_yet_valid'
  | 'rsa_size'
  | 'rsa_exponent'
  | 'key_type'
  | 'algorithm';

/** A certificate or public key can't be used. The message never contains any of it. */
export class GivenError extends Error {
  override readonly name = 'GivenError';
  readonly code: GivenErrorCode;

  constructor(code: GivenErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
