import { LimitError } from '@lostwax/contract';

/** Why a feed could not be followed for the moment. A verifier's status and events name it. */
export type FeedErrorCode =
  /** No connection, or it broke. */
  | 'unreachable'
  /** It was silent for too long, or never answered. */
  | 'timeout'
  /** An answer with a status that says nothing better. */
  | 'http_status'
  /** A redirect: never followed, since it would hand the choice of the set to whoever can write one. */
  | 'redirected'
  /** 401 or 403: the full feed asks for a key with the scope `feed:read`. */
  | 'feed_key_refused'
  /** An authority answers, and has no workspace of this name. */
  | 'workspace_unknown'
  /** Something answers that serves no feed: another server, a gate, or the API's port of an authority that publishes elsewhere. */
  | 'no_feed'
  /** Not what spec/feed.md says: another content type, a form that is broken, a number out of turn. */
  | 'feed_malformed'
  /** A snapshot whose magic, length, count or checksum is not right. */
  | 'snapshot_malformed'
  /** Of another issuer, or of the other feed. */
  | 'wrong_issuer'
  /** More bytes than are allowed or were announced. */
  | 'too_large'
  /** 410: the changes after our position are no longer kept. The snapshot is taken. */
  | 'position_gone'
  /** The authority's position is before ours, or of an older history: it has lost something, and must raise its epoch. */
  | 'position_behind'
  /** The digest of the set is not the authority's: a change was damaged on its way, or it follows another history. What is wrong is taken anew. */
  | 'set_diverged'
  /** The head is later than ours, and the stream does not bring what is between. */
  | 'feed_lagging';

const misconfigurations: ReadonlySet<FeedErrorCode> = new Set([
  'redirected',
  'feed_key_refused',
  'workspace_unknown',
  'no_feed',
  'wrong_issuer',
]);

/** Whether the answer shows that an option is wrong, so that asking again changes nothing. A connection that fails shows nothing. */
export function isMisconfiguration(code: FeedErrorCode): boolean {
  return misconfigurations.has(code);
}

/** A failure to follow. The message never holds a key. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
  readonly code: FeedErrorCode;
  /** Whether a snapshot that came says so of itself. */
  inSnapshot = false;

  constructor(code: FeedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** What Node throws of a connection, and the contract of what comes over it, as ours. */
export function asFeedError(error: unknown): FeedError {
  if (error instanceof FeedError) return error;
  if (error instanceof LimitError) return new FeedError('too_large', error.message, { cause: error });
  const reason =
    error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error);
  // What OpenSSL says of an answer that is not TLS.
  const hint =
    reason === 'EPROTO' ? ' Check whether the address should start with http: instead of https:.' : '';
  return new FeedError('unreachable', `The connection failed: ${reason}.${hint}`, { cause: error });
}

/** @param real - What the answer names: another's text, which may be anything. */
export function wrongIssuer(real: unknown, asked: string): FeedError {
  const shown = typeof real === 'string' && /^https?:\/\/[\x21-\x7e]{1,300}$/.test(real) ? real : undefined;
  return new FeedError(
    'wrong_issuer',
    shown === undefined
      ? `The feed at ${asked} does not name an issuer. Check the address.`
      : `The authority at this address is ${shown}, not ${asked}. Use ${shown} as the issuer, because every key contains it.`,
  );
}
