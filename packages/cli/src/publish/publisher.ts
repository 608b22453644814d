import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  comparePositions,
  isSameHistory,
  POINTER_PATH,
  type Pointer,
  type Position,
  parsePointer,
  pointerText,
  positionText,
  SNAPSHOT_TYPE,
  segmentFile,
  snapshotFile,
} from '@lostwax/contract';
import { CommandError } from '../errors.ts';
import { removeOldFiles } from './old-files.ts';
import type { Place, ReadFile } from './place.ts';
import { ChangesGone, type FeedSource } from './source.ts';

/** What is published: a position, the snapshot before it, and where segments start since then. */
interface Published {
  readonly position: Position;
  readonly snapshot: Pointer['snapshot'];
  readonly snapshotSince: number;
  readonly starts: readonly Position[];
}

/** Whose feed to publish, and where. */
export interface PublisherOptions {
  readonly issuer: string;
  readonly source: FeedSource;
  readonly place: Place;
  /** The workspace's folder in the place. */
  readonly folder: string;
  /** Names this process in its pointers. */
  readonly instance: string;
  /** Seconds between two pointers. */
  readonly every: number;
  /** Seconds between two looks for a newer snapshot and for old files. */
  readonly snapshotEvery: number;
  readonly warn: (error: unknown, what: string) => void;
}

/** Publishes one workspace's public feed as files (spec/feed.md §8): always the pointer last. */
export class Publisher {
  readonly #options: PublisherOptions;
  readonly #feed: string;
  readonly #pointer: string;
  /** The `publisher` that the pointer has, as far as this process knows. */
  #writer: string | undefined;
  #publishedAt: number | undefined;
  #published: Published | undefined;
  #looked = performance.now();
  #looking: Promise<void> | undefined;
  /** A newer snapshot, to be used from the next pointer on. */
  #renewed: Position | undefined;

  constructor(options: PublisherOptions) {
    this.#options = options;
    this.#feed = `${options.folder}/feed`;
    this.#pointer = `${options.folder}/${POINTER_PATH}`;
  }

  get position(): Position | undefined {
    return this.#published?.position;
  }

  /** When the authority was asked for what the pointer shows, in milliseconds since the Unix epoch. */
  get publishedAt(): number | undefined {
    return this.#publishedAt;
  }

  /**
   * Continues with what an earlier process published.
   *
   * @throws Error if that was of another issuer.
   */
  async resume(): Promise<void> {
    const { issuer } = this.#options;
    const pointer = pointerIn(await this.#readPointer());
    if (pointer === undefined) return;
    if (pointer.issuer !== issuer)
      throw new Error(
        `The feed of ${String(pointer.issuer)} is already published there. Publish ${issuer} elsewhere.`,
      );
    const { position, snapshot, publisher, at } = pointer;
    this.#writer = publisher;
    this.#publishedAt = at;
    const starts = [snapshot.from, position];
    this.#published = { position, snapshot, starts, snapshotSince: Date.now() };
  }

  /**
   * Publishes everything up to the authority's head as of now.
   *
   * @throws Error if the authority or the place fails, or the authority is behind. The pointer then stays as it was.
   * @throws {@link CommandError} `displaced`.
   */
  async step(): Promise<void> {
    const { issuer, source, place, every, instance } = this.#options;
    const before = await this.#readPointer();
    const found = pointerIn(before);
    // Its own pointer may be there although the answer to the write was lost.
    if (found !== undefined && ![instance, this.#writer].includes(found.publisher)) throw displaced(issuer);
    const at = Date.now();
    const head = await source.head();
    let published = this.#published ?? (await this.#begin());
    if (!isSameHistory(head, published.position)) {
      if (head.epoch <= published.position.epoch) throw behind(head, published.position);
      published = await this.#begin();
    } else if (head.seq < published.position.seq) throw behind(head, published.position);
    else if (head.seq === published.position.seq && head.digest !== published.position.digest)
      throw behind(head, published.position);
    while (isSameHistory(published.position, head) && published.position.seq < head.seq)
      published = await this.#extend(published, head);
    if (!isSameHistory(published.position, head)) throw new Error('The authority has begun a new history.');
    published = this.#renew(published);
    const { position, snapshot } = published;
    const pointer = pointerText({ issuer, position, at, every, publisher: instance, snapshot });
    await place.replace(this.#pointer, Buffer.from(pointer), 'application/json', before);
    this.#writer = instance;
    this.#publishedAt = at;
    this.#published = published;
    this.#lookIfDue();
  }

  /** Waits for what runs in the background. */
  async close(): Promise<void> {
    await this.#looking;
  }

  #readPointer(): Promise<ReadFile | undefined> {
    return this.#options.place.read(this.#pointer);
  }

  async #begin(): Promise<Published> {
    const position = await this.#copySnapshot();
    const snapshot = { position, from: position };
    return { position, snapshot, starts: [position], snapshotSince: Date.now() };
  }

  async #extend(published: Published, head: Position): Promise<Published> {
    const { source, place } = this.#options;
    const { position } = published;
    try {
      const { text, to } = await source.changes(position, head);
      const file = `${this.#feed}/${segmentFile(position)}`;
      await place.write(file, Buffer.from(text), 'immutable', 'text/plain; charset=utf-8');
      return { ...published, position: to, starts: published.starts.concat(to) };
    } catch (error) {
      if (!(error instanceof ChangesGone)) throw error;
      return await this.#begin();
    }
  }

  async #copySnapshot(): Promise<Position> {
    const { source, place } = this.#options;
    const folder = await mkdtemp(join(tmpdir(), 'lostwax-publish-'));
    try {
      const file = join(folder, 'snapshot');
      const position = await source.snapshot(file);
      await place.write(`${this.#feed}/${snapshotFile(position)}`, { file }, 'immutable', SNAPSHOT_TYPE);
      return position;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** In the background, because a large snapshot takes minutes. */
  #lookIfDue(): void {
    const { snapshotEvery, warn } = this.#options;
    if (this.#looking !== undefined || performance.now() - this.#looked < snapshotEvery * 1_000) return;
    this.#looked = performance.now();
    this.#looking = this.#look()
      .catch((error: unknown) => warn(error, 'The snapshot could not be renewed.'))
      .finally(() => {
        this.#looking = undefined;
      });
  }

  async #look(): Promise<void> {
    const before = this.#published;
    if (before === undefined) return;
    const offered = await this.#options.source.snapshotPosition();
    const isNewer =
      offered && isSameHistory(offered, before.position) && offered.seq > before.snapshot.position.seq;
    if (isNewer) this.#renewed = await this.#copySnapshot();
    const { place } = this.#options;
    const published = this.#published;
    if (published !== undefined) await removeOldFiles(place, this.#feed, published, published.snapshotSince);
  }

  #renew(published: Published): Published {
    const position = this.#renewed;
    if (position === undefined || comparePositions(position, published.position) > 0) return published;
    this.#renewed = undefined;
    const from = published.starts.findLast((start) => start.seq <= position.seq);
    if (from === undefined || !isSameHistory(position, published.position)) return published;
    const starts = published.starts.filter((start) => start.seq >= from.seq);
    return { ...published, snapshot: { position, from }, starts, snapshotSince: Date.now() };
  }
}

function pointerIn(file: ReadFile | undefined): ReturnType<typeof parsePointer> {
  return file === undefined ? undefined : parsePointer(file.text);
}

function displaced(issuer: string): CommandError {
  return new CommandError(
    'displaced',
    `Another "lostwax publish" now writes the pointer of ${issuer} to this place. Run only one for each place: this one stops.`,
  );
}

function behind(head: Position, published: Position): Error {
  return new Error(
    `The authority is at ${positionText(head)}, which does not follow the published ${positionText(published)}: an older copy of its data was put in place. Stop it and run "lostwax restore" on its machine.`,
  );
}
