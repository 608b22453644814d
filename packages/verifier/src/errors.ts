import type { FeedErrorCode } from './follower/feed-error.ts';

/** Every code of a {@link VerifierError}. */
export type VerifierErrorCode =
  /** Node is older than 24. */
  | 'node_too_old'
  /** An option is missing or invalid. The message names it. */
  | 'options_invalid'
  /** `ready()` timed out. The message includes the last failure. */
  | 'not_ready'
  /**
   * An answer shows that an option is wrong: no such workspace, another issuer, a refused feed key, or not an
   * authority.
   */
  | 'misconfigured';

/**
 * The error that this package throws. A refused key is a result, not an error. The message never contains a
 * key.
 */
export class VerifierError extends Error {
  override readonly name = 'VerifierError';
  readonly code: VerifierErrorCode;
  /** Only for `misconfigured`: what the feed answered. */
  readonly reason?: FeedErrorCode;

  constructor(code: VerifierErrorCode, message: string, reason?: FeedErrorCode) {
    super(message);
    this.code = code;
    if (reason !== undefined) this.reason = reason;
  }
}
