import { Checker, type CheckOptions, type CheckResult } from '../../src/checker.ts';
import type { VerifierEvent } from '../../src/events.ts';
import { FollowedIssuer } from '../../src/followed-issuer.ts';
import type { FeedTimes } from '../../src/follower/transport.ts';
import type { IssuerOptions } from '../../src/options.ts';
import { systemClocks, UptimeClock } from '../../src/uptime-clock.ts';

/** Short enough for tests to wait for each. */
const shortTimes: FeedTimes = {
  answerMilliseconds: 400,
  idleMilliseconds: 400,
  snapshotMilliseconds: 2_000,
  headMilliseconds: 300,
  lagMilliseconds: 400,
};

export interface FollowedOptions extends Partial<IssuerOptions> {
  readonly maxStaleSeconds?: number;
  readonly maxSnapshotBytes?: number;
  readonly cacheDirectory?: string;
  readonly bootId?: () => string | undefined;
  readonly audiences?: readonly string[];
  /** Seconds added to the clocks, to simulate a clock change or a sleep. */
  readonly shift?: { wall: number; uptime: number };
}

/**
 * A verifier for one issuer with short timeouts and adjustable clocks, otherwise as `createVerifier` builds
 * it.
 */
export interface Followed {
  readonly events: VerifierEvent[];
  readonly issuer: FollowedIssuer;
  check(credential: string | undefined, options?: CheckOptions): CheckResult;
  /** The code of a refusal, or `accepted`. */
  says(credential: string | undefined, options?: CheckOptions): string;
  /** Codes of all failures so far. */
  failures(): string[];
  close(): Promise<void>;
}

export function follow(issuer: string, options: FollowedOptions = {}): Followed {
  const { shift = { wall: 0, uptime: 0 }, audiences = [], feeds, feedKey, reader } = options;
  const clock = new UptimeClock({
    ...systemClocks,
    wallMilliseconds: () => Date.now() + shift.wall * 1000,
    uptimeSeconds: () => systemClocks.uptimeSeconds() + shift.uptime,
  });
  const events: VerifierEvent[] = [];
  const followed = new FollowedIssuer(
    { issuer, workspace: 'acme', addresses: feeds ?? [issuer], feedKey, reader },
    {
      maxStaleSeconds: options.maxStaleSeconds ?? 300,
      cacheDirectory: options.cacheDirectory,
      maxSnapshotBytes: options.maxSnapshotBytes ?? 2 ** 30,
      onEvent: (event) => events.push(event),
      times: shortTimes,
      ...(options.bootId && { bootId: options.bootId }),
    },
    clock,
  );
  const checker = new Checker({
    sets: [followed.checked],
    audiences,
    clock,
    cachedKeys: 64,
    readClaims: (claims) => claims,
  });
  const check: Followed['check'] = (credential, checkOptions) => checker.check(credential, checkOptions);
  return {
    events,
    issuer: followed,
    check,
    says(credential, checkOptions) {
      const result = check(credential, checkOptions);
      return result.accepted ? 'accepted' : result.code;
    },
    failures: () => events.flatMap((event) => (event.type === 'feed_failed' ? [event.code] : [])),
    close: () => followed.close(),
  };
}
