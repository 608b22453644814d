import type { FeedKind } from '@lostwax/contract';
import type { UptimeClock } from '../uptime-clock.ts';
import type { FeedError } from './feed-error.ts';
import type { FeedTimes } from './transport.ts';

/** Whose changes to follow, and where. */
export interface FollowerOptions {
  readonly issuer: string;
  readonly kind: FeedKind;
  readonly feedKey: string | undefined;
  readonly reader: string | undefined;
  /** Addresses of the form `<origin>/<ws>`, or of pointers, at least one. After each failure the next one is tried. */
  readonly addresses: readonly string[];
  readonly methods: ReadonlySet<string>;
  readonly maxSnapshotBytes: number;
  readonly maxStaleSeconds: number;
  readonly clock: UptimeClock;
  readonly times?: FeedTimes;
  readonly random?: () => number;
}

/** Callbacks of a follower. */
export interface FollowerHooks {
  readonly connected: (address: string) => void;
  readonly failed: (address: string, error: FeedError) => void;
  readonly taken: () => void;
  /** The set was confirmed again. */
  readonly confirmed: () => void;
}
