import type { CacheErrorCode } from './cache/cache-error.ts';
import type { FeedErrorCode } from './follower/feed-error.ts';

/** What a verifier tells while it runs. Each names its issuer; no message holds a key. */
export type VerifierEvent =
  /** Keys are checked from now on. */
  | { readonly type: 'fresh'; readonly issuer: string }
  /** The set has not been confirmed for 10 s. It still counts, until `maxStaleSeconds`. */
  | { readonly type: 'late'; readonly issuer: string; readonly ageSeconds: number }
  /** Every key of this issuer is refused with `set_stale` from now on. */
  | { readonly type: 'stale'; readonly issuer: string; readonly ageSeconds: number }
  /** The stream of changes is open. */
  | { readonly type: 'connected'; readonly issuer: string; readonly address: string }
  /** A request failed or the stream ended; it is tried again by itself. */
  | {
      readonly type: 'feed_failed';
      readonly issuer: string;
      readonly address: string;
      readonly code: FeedErrorCode;
      readonly message: string;
      /** The answer shows that an option is wrong, such as the issuer: somebody must mend it. */
      readonly misconfigured: boolean;
    }
  /** A whole set has been taken, from the authority or from disk. */
  | {
      readonly type: 'set_taken';
      readonly issuer: string;
      readonly from: 'authority' | 'disk';
      readonly position: string;
      readonly keys: number;
    }
  /** The set on disk cannot be used or kept; the verifier goes on without it. */
  | {
      readonly type: 'cache_failed';
      readonly issuer: string;
      readonly code: CacheErrorCode;
      readonly message: string;
    };

/** How a verifier stands with one issuer: for metrics and readiness. */
export interface IssuerStatus {
  readonly issuer: string;
  /** `<lineage>.<epoch>.<seq>.<digest>`, left out before there is a set. */
  readonly position?: string;
  readonly keys: number;
  /** Bytes of the table. */
  readonly bytes: number;
  readonly fresh: boolean;
  /** Seconds since the set was last known to be whole; infinite before. */
  readonly ageSeconds: number;
  /** Whether the stream of changes is open. */
  readonly connected: boolean;
  /** Announced changes that have not been applied yet. */
  readonly lagChanges: number;
  /** Where the feed is asked now. */
  readonly address: string;
  /** Changes and snapshots taken, and failures met, since the start. */
  readonly changes: number;
  readonly snapshots: number;
  readonly failures: number;
  /** The last failure, also when all has been well since. */
  readonly lastError?: { readonly code: FeedErrorCode; readonly message: string; readonly at: Date };
}
