import { type FeedEvent, type Position, positionText } from '@lostwax/contract';
import type { PinTable } from '../pin-table.ts';
import { asCacheError, CacheError } from './cache-error.ts';
import { type CacheFiles, cacheFiles } from './cache-files.ts';
import { dumpTable } from './dump.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { type CachedSet, type CacheExpectation, loadCachedSet } from './load.ts';
import { makeFolder } from './make-folder.ts';

// Bytes of changes at which the set is written whole again: as many as the set has, within these. 4 MiB are read in 0.1 s.
const LEAST_JOURNAL_BYTES = 4 * 1024 * 1024;
const MOST_JOURNAL_BYTES = 64 * 1024 * 1024;
/**
 * After a removal the set is written whole again, so that nothing stays on disk of a key that was erased: when so much time has passed since
 * the last time, and so many times what that took. A million records take some seconds.
 */
const LEAST_KEPT_MILLISECONDS = 2_000;
const KEPT_FOR_EACH_MILLISECOND = 50;

/**
 * The set of one issuer on disk, so that a program can start while the authority cannot be reached: a snapshot file and the changes
 * after it. One program writes a folder.
 *
 * Every failure ends it: the files are removed as far as possible, `onFailure` is told once, and the verifier goes on without.
 */
export class DiskCache {
  readonly #files: CacheFiles;
  readonly #expected: CacheExpectation;
  readonly #onFailure: (error: CacheError) => void;
  #journal: Journal | undefined;
  #generation = 0;
  #snapshotBytes = 0;
  /** Whether records stand on disk whose keys have left. */
  #outdated = false;
  #begunAt = 0;
  #dumpMilliseconds = 0;
  #dumping: Promise<void> | undefined;
  #ended = false;

  /** @throws {@link CacheError} `cache_failed`. */
  constructor(
    directory: string,
    slug: string,
    expected: CacheExpectation,
    onFailure: (error: CacheError) => void,
  ) {
    this.#expected = expected;
    this.#onFailure = onFailure;
    this.#files = cacheFiles(directory, expected.issuer, slug, expected.kind);
    try {
      makeFolder(directory);
      this.#generation = Math.max(
        this.#files.generations('snapshot').at(-1) ?? 0,
        this.#files.generations('changes').at(-1) ?? 0,
      );
    } catch (error) {
      throw asCacheError(error);
    }
  }

  /** @throws {@link CacheError}: then there is nothing to start from, and what was there is gone. */
  async load(): Promise<CachedSet> {
    try {
      return await loadCachedSet(this.#files, this.#expected);
    } catch (error) {
      this.#guard(() => this.#files.removeBelow(this.#generation + 1));
      throw asCacheError(error);
    }
  }

  /** To be called before a set that came whole is answered from: what is on disk is older, and must not count again. */
  discard(): void {
    this.#guard(() => this.#files.removeBelow(this.#generation + 1));
  }

  /** Keeps a set from here on. What was loaded is kept until the set is written whole. */
  begin(table: PinTable, position: Position, fresh?: CachedSet['fresh']): void {
    this.#guard(() => this.#begin(table, position));
    if (fresh !== undefined) this.confirm(fresh.uptimeSeconds, fresh.wallSeconds);
  }

  /** To be called before the changes are applied. */
  append(events: readonly FeedEvent[]): void {
    // The public feed says nothing of anybody.
    this.#outdated ||= this.#expected.kind === 'full' && events.some(({ change }) => change === 'remove');
    this.#write(events.map(({ change, position, data }) => [change, positionText(position), data]));
  }

  /** Dates the set, by both clocks. */
  confirm(uptimeSeconds: number, wallSeconds: number): void {
    this.#write([['fresh', uptimeSeconds, wallSeconds]]);
  }

  /** The set counts no more until it is dated anew, after a start as well. */
  withdraw(): void {
    this.#write([['withdrawn']]);
  }

  /** Writes the set anew where the changes have become long, or records of keys that have left are to go. */
  tidy(table: PinTable, position: Position, fresh: CachedSet['fresh']): void {
    const most = Math.min(MOST_JOURNAL_BYTES, Math.max(LEAST_JOURNAL_BYTES, this.#snapshotBytes));
    if (this.#dumping !== undefined) return;
    if ((this.#journal?.bytes ?? 0) < most && !this.#mustForget()) return;
    this.begin(table, position, fresh);
  }

  #mustForget(): boolean {
    const kept = Math.max(LEAST_KEPT_MILLISECONDS, this.#dumpMilliseconds * KEPT_FOR_EACH_MILLISECOND);
    return this.#outdated && performance.now() - this.#begunAt >= kept;
  }

  /** Waits for what is being written. */
  async close(): Promise<void> {
    await this.#dumping;
    this.#ended = true;
    this.#closeJournal();
  }

  /** A new journal from here on, and beside it the set as a whole; until that is there, what is older is kept. */
  #begin(table: PinTable, position: Position): void {
    this.#closeJournal();
    const generation = ++this.#generation;
    this.#outdated = false;
    this.#begunAt = performance.now();
    const { issuer, kind, boot } = this.#expected;
    this.#journal = new Journal(this.#files.changes(generation), {
      issuer,
      feed: kind,
      boot,
      position: positionText(position),
    });
    const header = { issuer, feed: kind, position };
    const dumped = (this.#dumping ?? Promise.resolve())
      .then(async () => {
        if (this.#generation !== generation || this.#ended) return;
        const began = performance.now();
        this.#snapshotBytes = await dumpTable(table, header, this.#files.snapshot(generation));
        this.#dumpMilliseconds = performance.now() - began;
        if (this.#generation === generation) this.#files.removeBelow(generation);
      })
      .catch((error: unknown) => {
        // One that is no longer wanted may have lost its file to `discard`.
        if (this.#generation === generation) this.#fail(error);
      })
      .finally(() => {
        if (this.#dumping === dumped) this.#dumping = undefined;
      });
    this.#dumping = dumped;
  }

  #write(entries: readonly JournalEntry[]): void {
    this.#guard(() => this.#journal?.append(entries));
  }

  #guard(act: () => void): void {
    if (this.#ended) return;
    try {
      act();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    try {
      this.#closeJournal();
      this.#files.removeBelow(Number.POSITIVE_INFINITY);
    } catch {
      // What cannot be removed is older than what is answered from by at most maxStaleSeconds, after which it counts no more.
    }
    const { message } = asCacheError(error);
    this.#onFailure(
      new CacheError('cache_failed', `The key set is no longer kept on disk. ${message}`, { cause: error }),
    );
  }

  #closeJournal(): void {
    this.#journal?.close();
    this.#journal = undefined;
  }
}
