import { type FeedKind, isSameHistory, positionText } from '@lostwax/contract';
import { Signers } from './access-tokens/signers.ts';
import { readBootId } from './cache/boot-id.ts';
import { asCacheError, CacheError } from './cache/cache-error.ts';
import { DiskCache } from './cache/disk-cache.ts';
import { dumpTable } from './cache/dump.ts';
import type { CheckedSet } from './checker.ts';
import type { IssuerStatus, VerifierEvent } from './events.ts';
import { FirstWord } from './first-word.ts';
import { type FeedError, isMisconfiguration } from './follower/feed-error.ts';
import { FollowedSet, type SetListener } from './follower/followed-set.ts';
import { Follower } from './follower/follower.ts';
import type { FeedTimes } from './follower/transport.ts';
import { Freshness } from './freshness.ts';
import { methodNames } from './methods/table.ts';
import { PinTable } from './pin-table.ts';
import { recordText } from './pins/pins.ts';
import { newPinWords, readPinBytes } from './pins/words.ts';
import type { ReadIssuer, ReadOptions } from './read-options.ts';
import type { SharedSet } from './shared.ts';
import type { UptimeClock } from './uptime-clock.ts';

/** Options shared by all issuers of a verifier. */
export type CommonOptions = Pick<
  ReadOptions,
  'maxStaleSeconds' | 'cacheDirectory' | 'maxSnapshotBytes' | 'onEvent'
> & {
  /** Overrides the contract's timeouts, for tests. */
  readonly times?: FeedTimes;
  readonly bootId?: () => string | undefined;
  readonly listener?: SetListener;
};

/** Age at which a set is `late`, in seconds. */
const LATE_SECONDS = 10;
const WATCH_MILLISECONDS = 1_000;

/** One issuer of a verifier: its set, the follower that keeps it up to date, and the events about both. */
export class FollowedIssuer {
  /** What checkers in this thread use. */
  readonly checked: CheckedSet;
  /** Resolves when the set is fresh for the first time. */
  readonly ready: Promise<void>;
  /** What the first answers reveal about the options. */
  readonly firstWord: FirstWord;
  readonly #issuer: ReadIssuer;
  readonly #options: CommonOptions;
  readonly #clock: UptimeClock;
  readonly #kind: FeedKind;
  readonly #set: FollowedSet;
  readonly #cache: DiskCache | undefined;
  readonly #started: Promise<void>;
  readonly #watch: NodeJS.Timeout;
  readonly #setReady: () => void;
  #follower: Follower | undefined;
  #closed = false;
  #told: 'fresh' | 'late' | 'stale' = 'stale';

  constructor(issuer: ReadIssuer, options: CommonOptions, clock: UptimeClock) {
    this.#issuer = issuer;
    this.#options = options;
    this.#clock = clock;
    this.#kind = issuer.feedKey === undefined ? 'public' : 'full';
    const withRecords = this.#kind === 'full';
    const table = new PinTable({ withRecords });
    const freshness = new Freshness(options.maxStaleSeconds);
    this.#cache = this.#openCache();
    this.#set = new FollowedSet({
      kind: this.#kind,
      methods: methodNames,
      table,
      freshness,
      cache: this.#cache,
      listener: options.listener,
    });
    const signers = withRecords ? new Signers(issuer.addresses) : undefined;
    this.checked = {
      issuer: issuer.issuer,
      workspace: issuer.workspace,
      pins: table,
      withRecords,
      freshness,
      signers,
    };
    this.firstWord = new FirstWord(issuer.issuer, issuer.addresses);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ready = promise;
    this.#setReady = resolve;
    this.#watch = setInterval(() => this.#look(), WATCH_MILLISECONDS).unref();
    this.#started = this.#start();
  }

  status(): IssuerStatus {
    const { position, table, freshness, changes, snapshots } = this.#set;
    const now = this.#clock.now();
    const lastError = this.#follower?.lastError;
    return {
      issuer: this.#issuer.issuer,
      ...(position && { position: positionText(position) }),
      keys: table.size,
      bytes: table.byteLength,
      fresh: freshness.isFresh(now),
      ageSeconds: freshness.ageSeconds(now),
      connected: this.#follower?.connected ?? false,
      lagChanges: this.#follower?.lagChanges ?? 0,
      address: this.#follower?.address ?? this.#issuer.issuer,
      changes,
      snapshots,
      failures: this.#follower?.failures ?? 0,
      ...(lastError && {
        lastError: { code: lastError.error.code, message: lastError.error.message, at: lastError.at },
      }),
    };
  }

  /** Calls back with each record of one segment, 0 to 255; none without the full feed. */
  eachRecord(segment: number, visit: (record: string) => void): void {
    if (this.#kind !== 'full') return;
    this.#set.table.eachOf(segment, newPinWords(), (found) => visit(recordText(found)));
  }

  /** The record of a pin of 32 bytes, if it is in the set and the full feed is followed. */
  recordOf(pin: Uint8Array): string | undefined {
    if (this.#kind !== 'full') return undefined;
    const words = newPinWords();
    readPinBytes(pin, words);
    const found = this.#set.table.find(words);
    return found && recordText(found);
  }

  /**
   * Writes the set to a new file as a snapshot, however old it is.
   *
   * @returns False if there is no set yet.
   */
  async writeSnapshot(path: string): Promise<boolean> {
    const { issuer } = this.#issuer;
    for (;;) {
      const { position, completeAt, table } = this.#set;
      if (position === undefined) return false;
      const header = {
        issuer,
        feed: this.#kind,
        position,
        ...(completeAt !== undefined && { at: completeAt }),
      };
      await dumpTable(table, header, path);
      // Later changes of the same history may be in it, a part of another set may not.
      if (this.#set.position !== undefined && isSameHistory(this.#set.position, position)) return true;
    }
  }

  share(): SharedSet {
    const { issuer, workspace, withRecords, freshness } = this.checked;
    return {
      issuer,
      workspace,
      withRecords,
      addresses: this.#issuer.addresses,
      pins: this.#set.table.share(),
      maxStaleSeconds: freshness.maxStaleSeconds,
      freshness: freshness.buffer,
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#watch);
    await this.#started;
    await this.#follower?.stop();
    this.checked.signers?.close();
    this.#set.freshness.reset();
    this.#set.table.close();
    await this.#cache?.close();
  }

  async #start(): Promise<void> {
    if (this.#cache !== undefined) await this.#startFromDisk(this.#cache);
    if (this.#closed) return;
    const { issuer, feedKey, reader, addresses } = this.#issuer;
    const { maxSnapshotBytes, maxStaleSeconds, times } = this.#options;
    this.#follower = new Follower(
      {
        issuer,
        kind: this.#kind,
        feedKey,
        reader,
        addresses,
        methods: methodNames,
        maxSnapshotBytes,
        maxStaleSeconds,
        clock: this.#clock,
        ...(times && { times }),
      },
      this.#set,
      {
        connected: (address) => this.#tell({ type: 'connected', issuer, address }),
        failed: (address, error) => this.#tellFailed(address, error),
        taken: () => this.#tellTaken('authority'),
        confirmed: () => this.#look(),
      },
    );
  }

  #openCache(): DiskCache | undefined {
    const { cacheDirectory, maxSnapshotBytes: maxBytes, bootId = readBootId } = this.#options;
    if (cacheDirectory === undefined) return undefined;
    const boot = bootId();
    const { issuer, workspace } = this.#issuer;
    const expected = { issuer, kind: this.#kind, methods: methodNames, maxBytes };
    try {
      if (boot === undefined) throw new CacheError('cache_unsupported', 'This system has no boot ID.');
      return new DiskCache(cacheDirectory, workspace, { ...expected, boot }, (error) =>
        this.#tellCache(error),
      );
    } catch (error) {
      // Deferred, because the verifier's constructor has not returned yet and the listener could not know
      // which verifier this is about.
      queueMicrotask(() => this.#tellCache(asCacheError(error)));
      return undefined;
    }
  }

  async #startFromDisk(cache: DiskCache): Promise<void> {
    try {
      const { table, position, fresh } = await cache.load();
      const uptime = this.#clock.now();
      const wall = this.#clock.wallSeconds;
      // The greater of the two ages: a container's uptime may have been reset, and the wall clock may have
      // been changed.
      const age = fresh && Math.max(uptime - fresh.uptimeSeconds, wall - fresh.wallSeconds, 0);
      const since = fresh && fresh.uptimeSeconds <= uptime && age !== undefined ? uptime - age : undefined;
      this.#set.resume({ table, position, fresh: since === undefined ? undefined : fresh });
      if (since !== undefined) this.#set.freshness.confirm(since);
      this.#tellTaken('disk');
      this.#look();
    } catch (error) {
      const failure = asCacheError(error);
      if (failure.code !== 'cache_missing') this.#tellCache(failure);
    }
  }

  /** Emits an event when the set becomes fresh, late or stale. */
  #look(): void {
    const now = this.#clock.now();
    const { issuer, freshness } = this.checked;
    const ageSeconds = freshness.ageSeconds(now);
    const state = !freshness.isFresh(now) ? 'stale' : ageSeconds >= LATE_SECONDS ? 'late' : 'fresh';
    if (state !== 'stale') {
      this.#setReady();
      this.firstWord.well();
    }
    if (state === this.#told || this.#closed) return;
    this.#told = state;
    this.#tell(state === 'fresh' ? { type: state, issuer } : { type: state, issuer, ageSeconds });
  }

  #tellFailed(address: string, error: FeedError): void {
    const { code, message } = error;
    const misconfigured = isMisconfiguration(code);
    this.#tell({ type: 'feed_failed', issuer: this.#issuer.issuer, address, code, message, misconfigured });
    // A set from disk outweighs an address that serves none at the moment.
    if (!misconfigured || this.#set.position === undefined) this.firstWord.failed(address, error);
  }

  #tellTaken(from: 'authority' | 'disk'): void {
    const { position, table } = this.#set;
    if (position === undefined) return;
    const { issuer } = this.#issuer;
    this.#tell({ type: 'set_taken', issuer, from, position: positionText(position), keys: table.size });
  }

  #tellCache({ code, message }: CacheError): void {
    this.#tell({ type: 'cache_failed', issuer: this.#issuer.issuer, code, message });
  }

  #tell(event: VerifierEvent): void {
    this.#options.onEvent(event);
  }
}
