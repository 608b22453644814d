import { LimitError } from '@lostwax/contract';

/** Why a feed cannot be followed at the moment. The verifier's status and events contain it. */
export type FeedErrorCode =
  /** The connection failed or broke. */
  | 'unreachable'
  /** No answer, or silence for too long. */
  | 'timeout'
  /** An unexpected status, if none of the other codes fits. */
  | 'http_status'
  /** A redirect. Never followed, because then anyone who can cause one could choose the set. */
  | 'redirected'
  /** 401 or 403: the full feed requires a key with the scope `feed:read`. */
  | 'feed_key_refused'
  /** The authority has no workspace of this name. */
  | 'workspace_unknown'
  /**
   * The server is no authority's feed: another server, a gate, or the API port of an authority that publishes
   * on another one.
   */
  | 'no_feed'
  /** Not as spec/feed.md defines it: another content type, invalid syntax, or a number out of sequence. */
  | 'feed_malformed'
  /** A snapshot with a wrong magic, length, count or checksum. */
  | 'snapshot_malformed'
  /** From another issuer, or the other feed. */
  | 'wrong_issuer'
  /** More bytes than allowed or announced. */
  | 'too_large'
  /** 410: the changes after our position are no longer available. A snapshot is loaded instead. */
  | 'position_gone'
  /**
   * The authority's position is behind ours, or belongs to an older history: it has lost data and must raise
   * its epoch.
   */
  | 'position_behind'
  /**
   * The digest of the set differs from the authority's: a change was damaged in transit, or belongs to
   * another history. The set is loaded again.
   */
  | 'set_diverged'
  /** The head is ahead of us, but the stream does not send the changes in between. */
  | 'feed_lagging'
  /** The pointer of a static feed is old: the publisher has stopped, or a cache keeps the pointer for too long. */
  | 'pointer_stale'
  /** The pointer of a static feed is from the future: this machine's clock and the publisher's differ. */
  | 'clocks_differ';

const misconfigurations: ReadonlySet<FeedErrorCode> = new Set([
  'redirected',
  'feed_key_refused',
  'workspace_unknown',
  'no_feed',
  'wrong_issuer',
]);

/**
 * Whether the answer shows that an option is wrong, so that retrying won't help. A failed connection shows
 * nothing.
 */
export function isMisconfiguration(code: FeedErrorCode): boolean {
  return misconfigurations.has(code);
}

/** A failure to follow the feed. The message never contains a key. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly code: FeedErrorCode;
  /** Whether a snapshot's own header says so. */
  inSnapshot = false;

  constructor(code: FeedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Converts errors of Node's connections, and of the contract for what they carry, to a {@link FeedError}. */
export function asFeedError(error: unknown): FeedError {
  if (error instanceof FeedError) return error;
  if (error instanceof LimitError) return new FeedError('too_large', error.message, { cause: error });
  const reason =
    error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error);
  // OpenSSL's error for an answer that is not TLS.
  const hint =
    reason === 'EPROTO' ? ' Check whether the address should start with http: instead of https:.' : '';
  return new FeedError('unreachable', `The connection failed: ${reason}.${hint}`, { cause: error });
}

/** @param real - The name in the answer. It is untrusted and may contain anything. */
export function wrongIssuer(real: unknown, asked: string): FeedError {
  const shown = typeof real === 'string' && /^https?:\/\/[\x21-\x7e]{1,300}$/.test(real) ? real : undefined;
  return new FeedError(
    'wrong_issuer',
    shown === undefined
      ? `The feed at ${asked} does not name an issuer. Check the address.`
      : `The authority at this address is ${shown}, not ${asked}. Use ${shown} as the issuer, because every key contains it.`,
  );
}
