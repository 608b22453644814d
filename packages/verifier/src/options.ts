import type { ReadClaims } from './checker.ts';
import type { VerifierEvent } from './events.ts';

/** One workspace whose keys are accepted. */
export interface IssuerOptions {
  /** `<origin>/<workspace>`, exactly as the keys say it in `iss`. */
  readonly issuer: string;
  /**
   * Addresses that stand for the issuer's, each `<origin>/<workspace>`, where the feed is asked in turn: replicas, or a port inside a
   * network. Left out: the issuer itself.
   */
  readonly feeds?: readonly string[];
  /** An administrator's key with the scope `feed:read`: the full feed is followed instead of the public one. */
  readonly feedKey?: string;
  /** The id of a registered reader; the authority can then say what this verifier has applied. */
  readonly reader?: string;
}

/** What a verifier needs to know. Only `issuers` is needed. */
export interface VerifierOptions {
  /** 1 to 64 workspaces. A text is the issuer alone. */
  readonly issuers: readonly (string | IssuerOptions)[];
  /** What the key's `aud` must be: one of these, at least one. Left out: whatever the workspace gives its keys. */
  readonly audience?: string | readonly string[];
  /**
   * How old the knowledge may be by which a key is accepted, in seconds: 1 to 86,400, 300 unless set. After so long without the
   * authority every key is refused with `set_stale`.
   */
  readonly maxStaleSeconds?: number;
  /** A folder of this program's own, where the set is kept so that it can start without the authority. Left out: none. */
  readonly cacheDirectory?: string;
  /** Takes `http:` from other machines too. Whoever sits between can then make keys good. Off unless set. */
  readonly allowHttp?: boolean;
  /** Most bytes of a snapshot's entries, 16 a key in the public feed: 4 GiB unless set. */
  readonly maxSnapshotBytes?: number;
  /** Keys whose claims are kept read, per thread: 16,384 unless set, rounded up to a power of two. */
  readonly cachedKeys?: number;
  /** Told what happens. It must not throw. Left out: stderr has a line about what keeps keys from being checked; `() => {}` for none. */
  readonly onEvent?: (event: VerifierEvent) => void;
}

/** How a producer gets his own claims in his own type. */
export interface ClaimsOptions<Claims> {
  /**
   * Looks at the producer's own claims of a key, once for each key and thread, and gives what the program is to see of them, such as a
   * schema's `parse` does. Where it throws, the key is refused with `claims_refused`. The result is frozen.
   */
  readonly readClaims: ReadClaims<Claims>;
}
