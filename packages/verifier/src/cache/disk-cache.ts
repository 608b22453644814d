import { type FeedEvent, type Position, positionText } from '@lostwax/contract';
import type { PinTable } from '../pin-table.ts';
import { asCacheError, CacheError } from './cache-error.ts';
import { type CacheFiles, cacheFiles } from './cache-files.ts';
import { dumpTable } from './dump.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { type CachedSet, type CacheExpectation, loadCachedSet } from './load.ts';
import { makeFolder } from './make-folder.ts';

// The set is rewritten in full when the journal is as large as the set itself, within these bounds in bytes.
// Reading 4 MiB takes 0.1 s.
const LEAST_JOURNAL_BYTES = 4 * 1024 * 1024;
const MOST_JOURNAL_BYTES = 64 * 1024 * 1024;
/**
 * After a removal the set is rewritten in full, so that no trace of an erased key stays on disk: once this
 * time has passed since the last rewrite, and this multiple of its duration. A million records take a few
 * seconds.
 */
const LEAST_KEPT_MILLISECONDS = 2_000;
const KEPT_FOR_EACH_MILLISECOND = 50;

/**
 * Keeps the set of one issuer on disk, so that a program can start while the authority is unreachable: a
 * snapshot file and the changes after it. Only one program may write to a folder. Any failure ends it: the
 * files are removed if possible, `onFailure` is called once, and the verifier continues without it.
 */
export class DiskCache {
  readonly #files: CacheFiles;
  readonly #expected: CacheExpectation;
  readonly #onFailure: (error: CacheError) => void;
  #journal: Journal | undefined;
  #generation = 0;
  #snapshotBytes = 0;
  /** Whether there are still records of removed keys on disk. */
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

  /**
   * @throws {@link CacheError} if there is nothing to start from. Any files found have been removed by then.
   */
  async load(): Promise<CachedSet> {
    try {
      return await loadCachedSet(this.#files, this.#expected);
    } catch (error) {
      this.#guard(() => this.#files.removeBelow(this.#generation + 1));
      throw asCacheError(error);
    }
  }

  /**
   * Call this before answering from a set that was downloaded in full: the set on disk is older and must not
   * be used again.
   */
  discard(): void {
    this.#guard(() => this.#files.removeBelow(this.#generation + 1));
  }

  /** Keeps a set on disk from now on. A loaded set is kept until the new one is written in full. */
  begin(table: PinTable, position: Position, fresh?: CachedSet['fresh']): void {
    this.#guard(() => this.#begin(table, position));
    if (fresh !== undefined) this.confirm(fresh.uptimeSeconds, fresh.wallSeconds);
  }

  /** Call this before applying the changes. */
  append(events: readonly FeedEvent[]): void {
    // Entries of the public feed contain no personal data.
    this.#outdated ||= this.#expected.kind === 'full' && events.some(({ change }) => change === 'remove');
    this.#write(events.map(({ change, position, data }) => [change, positionText(position), data]));
  }

  /** Records when the set was last confirmed, by both clocks. */
  confirm(uptimeSeconds: number, wallSeconds: number): void {
    this.#write([['fresh', uptimeSeconds, wallSeconds]]);
  }

  /** Marks the set as unconfirmed until it is confirmed again, also after a restart. */
  withdraw(): void {
    this.#write([['withdrawn']]);
  }

  /** Rewrites the set if the journal has grown long or records of removed keys have to go. */
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

  /** Waits for writes in progress. */
  async close(): Promise<void> {
    await this.#dumping;
    this.#ended = true;
    this.#closeJournal();
  }

  /** Starts a new journal and writes the full set next to it. The older files are kept until that is done. */
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
        // A rewrite that is no longer wanted may have lost its file to `discard`.
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
      // A file that cannot be removed is at most maxStaleSeconds older than the current set, and then
      // expires.
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
