import type { FeedErrorCode } from './follower/feed-error.ts';

/** Every code of a {@link VerifierError}. */
export type VerifierErrorCode =
  /** Node is older than 24. */
  | 'node_too_old'
  /** An option is missing or not possible; the message names it. */
  | 'options_invalid'
  /** `ready()` has waited long enough; the message says what the last failure was. */
  | 'not_ready'
  /** An answer shows that an option is wrong: no such workspace, another issuer, a feed key that is refused, no authority. */
  | 'misconfigured';

/** What this package throws. A refused key is a result, not an error. The message never holds a key. */
export class VerifierError extends Error {
  override readonly name = 'VerifierError';
  readonly code: VerifierErrorCode;
  /** `misconfigured` only: what the feed answered. */
  readonly reason?: FeedErrorCode;

  constructor(code: VerifierErrorCode, message: string, reason?: FeedErrorCode) {
    super(message);
    this.code = code;
    if (reason !== undefined) this.reason = reason;
  }
}
