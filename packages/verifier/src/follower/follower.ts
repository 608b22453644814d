import { setTimeout as sleep } from 'node:timers/promises';
import { BackOff, isSameHistory, type Position, type RawEvent } from '@lostwax/contract';
import { gone, isBehind } from './behind.ts';
import { SnapshotDownload } from './download.ts';
import { FeedClient } from './feed-client.ts';
import { asFeedError, FeedError } from './feed-error.ts';
import type { FollowedSet } from './followed-set.ts';
import type { FollowerHooks, FollowerOptions } from './follower-options.ts';
import { HeadWatch } from './head-watch.ts';
import { StaticFeed } from './static-feed.ts';
import { defaultTimes, type FeedTimes } from './transport.ts';
import { Untold } from './untold.ts';

/** Maximum time between two head requests, in seconds. */
const HEAD_SECONDS = 5;
const BACK_OFF = { firstMilliseconds: 100, mostMilliseconds: 5_000 };
/** Seconds after which a set becomes invalid while the authority is behind it. */
const BEHIND_SECONDS = 30;
/** A stream that lasted this many milliseconds does not count as a failure of its address. */
const SETTLED_MILLISECONDS = 10_000;

/**
 * Keeps one set up to date (spec/feed.md): loads a snapshot if there is nothing to continue from, follows the
 * changes after it, and polls heads to learn how fresh the set is. It continues after every failure until it
 * is stopped.
 */
export class Follower {
  readonly #options: FollowerOptions;
  readonly #set: FollowedSet;
  readonly #hooks: FollowerHooks;
  readonly #client: FeedClient;
  readonly #static: StaticFeed;
  readonly #download: SnapshotDownload;
  readonly #times: FeedTimes;
  readonly #random: () => number;
  readonly #heads = new HeadWatch();
  readonly #untold = new Untold();
  readonly #stop = new AbortController();
  readonly #done: Promise<unknown>;
  #attempt = new AbortController();
  #turn = 0;
  #needsSnapshot = false;
  #connected = false;
  #takingSnapshot = false;
  #lastChange = 0;
  #head: Position | undefined;
  /** Uptime since which every head has been behind the applied position. */
  #behindSince: number | undefined;
  failures = 0;
  lastError: { readonly error: FeedError; readonly at: Date } | undefined;

  constructor(options: FollowerOptions, set: FollowedSet, hooks: FollowerHooks) {
    this.#options = options;
    this.#set = set;
    this.#hooks = hooks;
    this.#times = options.times ?? defaultTimes;
    this.#random = options.random ?? Math.random;
    this.#client = new FeedClient(options, this.#times, options.clock);
    this.#static = new StaticFeed(options, this.#times);
    this.#download = new SnapshotDownload(
      (address, ...rest) => this.#sourceAt(address).snapshot(address, ...rest),
      { ...options, maxBytes: options.maxSnapshotBytes },
    );
    this.#done = Promise.all([this.#followAlways(), this.#askAlways()]);
  }

  get connected(): boolean {
    return this.#connected;
  }

  get address(): string {
    const { addresses } = this.#options;
    return addresses[this.#turn % addresses.length] as string;
  }

  /** Changes announced by the latest head and not yet applied. Those of an earlier history do not count. */
  get lagChanges(): number {
    const { position } = this.#set;
    if (this.#head === undefined) return 0;
    const from = position && isSameHistory(position, this.#head) ? position.seq : 0;
    return Math.max(0, this.#head.seq - from);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#attempt.abort();
    this.#client.close();
    this.#static.close();
    await this.#done;
  }

  async #followAlways(): Promise<void> {
    const backOff = new BackOff({ ...BACK_OFF, random: this.#random });
    while (!this.#stop.signal.aborted) {
      const { address } = this;
      const began = performance.now();
      const changes = this.#set.changes;
      this.#attempt = new AbortController();
      try {
        await this.#follow(address);
      } catch (error) {
        const { signal } = this.#attempt;
        this.#failed(address, asFeedError(signal.aborted ? signal.reason : error));
      }
      if (performance.now() - began > SETTLED_MILLISECONDS || this.#set.changes > changes) backOff.reset();
      // A partial snapshot can be resumed only where it was started.
      if (this.#download.openAddress !== address) this.#turn++;
      await this.#wait(backOff.next());
    }
  }

  /** Ends only with an error. */
  async #follow(address: string): Promise<never> {
    if (this.#needsSnapshot || this.#set.position === undefined) await this.#takeSnapshot(address);
    const { signal } = this.#attempt;
    const since = this.#set.next;
    if (since === undefined) throw new FeedError('position_gone', 'There is no key set yet.');
    try {
      const batches = this.#static.serves(address)
        ? this.#static.changes(address, () => this.#set.next, signal)
        : this.#client.changes(address, since, signal);
      for await (const events of batches) {
        if (!this.#connected) this.#hooks.connected(address);
        this.#connected = true;
        if (events.length > 0) this.#apply(events);
      }
      throw new FeedError('unreachable', 'The feed closed the stream.');
    } catch (error) {
      const code = error instanceof FeedError ? error.code : undefined;
      if (code === 'position_gone') this.#needsSnapshot = true;
      if (code === 'position_gone' || code === 'position_behind') this.#set.dropAside();
      throw error;
    } finally {
      this.#connected = false;
    }
  }

  #sourceAt(address: string): FeedClient | StaticFeed {
    return this.#static.serves(address) ? this.#static : this.#client;
  }

  async #takeSnapshot(address: string): Promise<void> {
    const { signal } = this.#attempt;
    const limit = this.#times.snapshotMilliseconds;
    const late = new FeedError('timeout', `The snapshot did not arrive within ${limit / 1000} s.`);
    const timer = setTimeout(() => this.#attempt.abort(late), limit);
    this.#takingSnapshot = true;
    try {
      this.#takeOver(await this.#download.take(address, signal, this.#set.early));
    } catch (error) {
      // This address has nothing newer, but the next one may still have the changes.
      if (error instanceof FeedError && error.code === 'position_behind') this.#needsSnapshot = false;
      throw error;
    } finally {
      clearTimeout(timer);
      this.#takingSnapshot = false;
    }
    this.#needsSnapshot = false;
    this.#settle();
  }

  #takeOver(loaded: Parameters<FollowedSet['take']>[0]): void {
    this.#set.take(loaded);
    if (!this.#set.isMending) this.#hooks.taken();
  }

  #apply(events: readonly RawEvent[]): void {
    this.#lastChange = performance.now();
    const { snapshots } = this.#set;
    try {
      this.#set.apply(events);
    } finally {
      if (this.#set.snapshots > snapshots) this.#hooks.taken();
      // Without an issuer the head could be anyone's.
      if (this.#options.reader !== undefined) this.#untold.applied();
      this.#settle();
    }
  }

  async #askAlways(): Promise<void> {
    const { maxStaleSeconds } = this.#options;
    const most = Math.min(HEAD_SECONDS, maxStaleSeconds / 3);
    const backOff = new BackOff({ ...BACK_OFF, random: this.#random });
    while (!this.#stop.signal.aborted) {
      const interval = Math.min(most, this.#static.everySeconds(this.address) ?? most) * 1000;
      const well = await this.#ask(Math.min(this.#times.headMilliseconds, Math.max(1_000, interval)));
      if (well) backOff.reset();
      // Shortened at random, so that many readers do not poll at the same time.
      const due = interval * (1 - this.#random() / 10);
      if (well) await this.#untold.pause(due, this.#stop.signal);
      else await this.#wait(Math.min(due, backOff.next() * 4));
    }
  }

  async #ask(limitMilliseconds: number): Promise<boolean> {
    const { address } = this;
    this.#untold.told();
    const applied = this.#set.position;
    try {
      const head = await this.#sourceAt(address).head(address, applied, limitMilliseconds);
      const { position } = head;
      // The head was read after it was requested. If it is behind what had been applied by then, the
      // authority has gone back.
      if (applied !== undefined && isBehind(position, applied)) throw gone(position, applied);
      this.#behindSince = undefined;
      this.#head = position;
      this.#heads.hear({ ...head, heardMilliseconds: performance.now() });
      this.#settle();
      this.#watchHistory(position);
      this.#watchLag();
      return true;
    } catch (error) {
      if (this.#stop.signal.aborted) return false;
      const failure = asFeedError(error);
      this.#watchBehind(failure);
      if (this.#options.addresses.length > 1 && this.address === address && this.#connected) {
        // An address that streams but has no head has lost its database. Another one may still have it.
        this.#attempt.abort(failure);
      } else this.#failed(address, failure);
      return false;
    }
  }

  /** Requests a snapshot if the set is of another history than the head, or differs from the authority's. */
  #watchHistory(head: Position): void {
    const { position, isMending } = this.#set;
    if (position === undefined || this.#takingSnapshot || isMending) return;
    const same = isSameHistory(head, position);
    if (same && (head.seq !== position.seq || head.digest === position.digest)) return;
    const failure = same
      ? new FeedError('set_diverged', "The key set here differs from the authority's: the digests differ.")
      : new FeedError('position_gone', 'The authority has begun a new history.');
    this.#needsSnapshot = true;
    if (this.#connected) this.#attempt.abort(failure);
    else this.#failed(this.address, failure);
  }

  /**
   * An authority that stays behind has lost changes that were applied here, and keys that it revokes from now
   * on would still be accepted.
   */
  #watchBehind({ code }: FeedError): void {
    const now = this.#options.clock.now();
    if (code === 'position_behind') this.#behindSince ??= now;
    if (this.#behindSince === undefined) return;
    const most = Math.min(BEHIND_SECONDS, this.#options.maxStaleSeconds);
    if (now - this.#behindSince >= most) this.#set.withdraw();
  }

  /** Ends a stream that does not send the changes that the head announced. */
  #watchLag(): void {
    if (this.#takingSnapshot) return;
    const waiting = this.#heads.waitingSinceMilliseconds;
    if (!this.#connected || waiting === undefined) return;
    if (performance.now() - Math.max(waiting, this.#lastChange) < this.#times.lagMilliseconds) return;
    this.#attempt.abort(
      new FeedError('feed_lagging', 'The stream does not deliver changes that the head announces.'),
    );
  }

  #settle(): void {
    const { position } = this.#set;
    const reached = position && this.#heads.reached(position);
    if (reached === undefined) return;
    this.#set.confirm(reached);
    this.#hooks.confirmed();
  }

  #failed(address: string, error: FeedError): void {
    if (this.#stop.signal.aborted) return;
    this.failures++;
    this.lastError = { error, at: new Date() };
    this.#hooks.failed(address, error);
  }

  async #wait(milliseconds: number): Promise<void> {
    try {
      await sleep(milliseconds, undefined, { signal: this.#stop.signal });
    } catch {
      // Stopped.
    }
  }
}
