import { setTimeout as wait } from 'node:timers/promises';
import { positionOf } from '../domain/workspaces/position.ts';
import type { CommitListener, Store } from '../store/store.ts';
import { type Frame, frameOf } from './document.ts';
import { loadShard } from './load.ts';
import { Metadata, type OfferedMutualTls } from './metadata.ts';
import { KeySet } from './set.ts';

/** A published workspace. */
export interface PublishedWorkspace {
  readonly id: number;
  readonly slug: string;
  readonly frame: Frame;
  readonly keySet: KeySet;
  readonly metadata: Metadata;
}

/** Minimum time between two lookups of unknown slugs in the store. */
const LOOK_MILLISECONDS = 50;
/** Number of slugs per lookup. */
const MOST_SLUGS = 500;

/**
 * The workspaces by slug. None is ever removed or renamed, so known ones stay cached. An unknown
 * slug is looked up in the store, since a workspace may just have been created. Guessing slugs
 * costs one query per 50 ms, however many are guessed, and no memory beyond the waiting requests:
 * each is answered by a lookup that began after it arrived.
 */
export class Directory {
  readonly #store: Store;
  readonly #mutualTls: OfferedMutualTls | undefined;
  readonly #bySlug = new Map<string, PublishedWorkspace>();
  readonly #byId = new Map<number, PublishedWorkspace>();
  #asked = new Map<string, PromiseWithResolvers<PublishedWorkspace | undefined>>();
  #looking: boolean = false;

  constructor(store: Store, mutualTls?: OfferedMutualTls) {
    this.#store = store;
    this.#mutualTls = mutualTls;
    store.onCommit(this.#hear);
  }

  /** Returns the workspace if it was found before. */
  known(slug: string): PublishedWorkspace | undefined {
    return this.#bySlug.get(slug);
  }

  /**
   * Looks up a workspace in the store.
   *
   * @throws Errors of the database.
   */
  find(slug: string): Promise<PublishedWorkspace | undefined> {
    const asked = this.#asked.get(slug) ?? Promise.withResolvers<PublishedWorkspace | undefined>();
    this.#asked.set(slug, asked);
    if (!this.#looking) void this.#look();
    return asked.promise;
  }

  async #look(): Promise<void> {
    this.#looking = true;
    while (this.#asked.size > 0) {
      const asked = new Map([...this.#asked].slice(0, MOST_SLUGS));
      for (const slug of asked.keys()) this.#asked.delete(slug);
      try {
        await this.#add([...asked.keys()]);
        for (const [slug, { resolve }] of asked) resolve(this.#bySlug.get(slug));
      } catch (error) {
        for (const { reject } of asked.values()) reject(error);
      }
      await wait(LOOK_MILLISECONDS, undefined, { ref: false });
    }
    this.#looking = false;
  }

  async #add(slugs: readonly string[]): Promise<void> {
    const db = this.#store.read;
    for (const row of await db.workspaces.bySlugs(slugs)) {
      const { id, slug, sentinel } = row;
      if (this.#byId.has(id)) continue;
      const frame = frameOf(sentinel);
      const keySet = new KeySet(frame, positionOf(row), (shard, held) => loadShard(db, id, shard, held));
      const metadata = new Metadata(row, this.#mutualTls);
      const workspace: PublishedWorkspace = { id, slug, frame, keySet, metadata };
      this.#bySlug.set(slug, workspace);
      this.#byId.set(id, workspace);
    }
  }

  readonly #hear: CommitListener = (changes) => {
    if (changes === 'settings') return;
    if (changes === 'unknown') {
      for (const { keySet } of this.#byId.values()) keySet.doubt();
      return;
    }
    for (const change of changes) this.#byId.get(change.workspaceId)?.keySet.take(change);
  };
}
