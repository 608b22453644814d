import type { CacheErrorCode } from './cache/cache-error.ts';
import type { FeedErrorCode } from './follower/feed-error.ts';

/** What a verifier reports while it runs. Each event names its issuer. No message contains a key. */
export type VerifierEvent =
  /** Keys can be checked from now on. */
  | { readonly type: 'fresh'; readonly issuer: string }
  /** The set has not been confirmed for 10 s. It stays in use until `maxStaleSeconds`. */
  | { readonly type: 'late'; readonly issuer: string; readonly ageSeconds: number }
  /** Every key of this issuer is refused with `set_stale` from now on. */
  | { readonly type: 'stale'; readonly issuer: string; readonly ageSeconds: number }
  /** The change feed is connected. */
  | { readonly type: 'connected'; readonly issuer: string; readonly address: string }
  /** A request failed or the stream ended. The verifier retries automatically. */
  | {
      readonly type: 'feed_failed';
      readonly issuer: string;
      readonly address: string;
      readonly code: FeedErrorCode;
      readonly message: string;
      /** The answer shows that an option, such as the issuer, is wrong and has to be corrected. */
      readonly misconfigured: boolean;
    }
  /** A full set was loaded, from the authority or from disk. */
  | {
      readonly type: 'set_taken';
      readonly issuer: string;
      readonly from: 'authority' | 'disk';
      readonly position: string;
      readonly keys: number;
    }
  /** The set on disk cannot be used or written. The verifier continues without it. */
  | {
      readonly type: 'cache_failed';
      readonly issuer: string;
      readonly code: CacheErrorCode;
      readonly message: string;
    };

/** The status of one issuer, for metrics and readiness checks. */
export interface IssuerStatus {
  readonly issuer: string;
  /** `<lineage>.<epoch>.<seq>.<digest>`; absent until there is a set. */
  readonly position?: string;
  readonly keys: number;
  /** Bytes of memory that the set uses. */
  readonly bytes: number;
  readonly fresh: boolean;
  /** Seconds since the set was last known to be complete; infinite before the first time. */
  readonly ageSeconds: number;
  /** Whether the change feed is connected. */
  readonly connected: boolean;
  /** Changes that were announced but not yet applied. */
  readonly lagChanges: number;
  /** The address that the feed is read from. */
  readonly address: string;
  /** Changes applied, snapshots loaded and failures, since the start. */
  readonly changes: number;
  readonly snapshots: number;
  readonly failures: number;
  /** The last failure, even if everything has worked since. */
  readonly lastError?: { readonly code: FeedErrorCode; readonly message: string; readonly at: Date };
}
