import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type FeedKind, type Position, positionText } from '@lostwax/contract';
import { keepsAfter } from '../domain/workspaces/keeps-after.ts';
import { AuthorityError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { adoptSnapshot, type DatedSnapshot } from './adopt.ts';
import { headOf } from './changes.ts';
import { type Snapshot, writeSnapshot } from './snapshot.ts';

/**
 * A new snapshot is made once this many changes, and a tenth of its keys, have followed the last
 * one.
 */
const NEW_AFTER_CHANGES = 10_000;
/**
 * A snapshot that changes have followed isn't sent after this time. Changes are kept for a day, so
 * slow downloads have enough time.
 */
const OLD_MILLISECONDS = 3_600_000;

/** A snapshot and its open file, which stays readable even if it is replaced or deleted. */
export interface OpenSnapshot extends Snapshot {
  readonly handle: FileHandle;
}

/** The source of one workspace's snapshots, and where they are stored. */
export interface SnapshotsOptions {
  readonly store: Store;
  readonly workspace: { readonly id: number; readonly issuer: string };
  readonly kind: FeedKind;
  readonly folder: string;
  readonly now: () => number;
  /** Called with a snapshot that failed, in place of which another was sent. */
  readonly failed: (error: unknown) => void;
}

/** The current snapshot of one workspace's feed, made on demand. */
export class Snapshots {
  readonly #options: SnapshotsOptions;
  readonly #closing = new AbortController();
  #current: DatedSnapshot | undefined;
  /** Looks once for what an earlier process left. */
  #adopted: Promise<void> | undefined;
  #making: Promise<Snapshot> | undefined;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
  }

  /** Returns the snapshot to send; the caller closes its handle. */
  async open(): Promise<OpenSnapshot> {
    const snapshot = await this.#fit();
    const handle = await open(snapshot.file).catch(() => undefined);
    if (handle !== undefined) return { ...snapshot, handle };
    // Just replaced, or deleted from outside.
    if (this.#current?.file === snapshot.file) this.#current = undefined;
    const next = await this.#fit();
    return { ...next, handle: await open(next.file) };
  }

  /** Deletes snapshots with personal data, so that an erasure covers them too. */
  async erase(): Promise<void> {
    // Half pins aren't personal data.
    if (this.#options.kind === 'public') return;
    await this.#making?.catch(() => {});
    const dropped = this.#current;
    this.#current = undefined;
    if (dropped !== undefined) await rm(dropped.file, { force: true });
  }

  /** Cancels a snapshot in progress. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#making?.catch(() => {});
  }

  /** An outdated snapshot is sent once more while the next is made. */
  async #fit(): Promise<Snapshot> {
    this.#adopted ??= this.#adopt();
    await this.#adopted;
    const held = this.#current;
    if (held === undefined) return this.#make();
    const { store, workspace, now, failed } = this.#options;
    const head = await headOf(store.read, workspace.id);
    if (!(await keepsAfter(store.read, workspace.id, held.position, head))) return this.#make();
    const behind = head.seq - held.position.seq;
    if (behind > 0 && now() - held.madeAt > OLD_MILLISECONDS) return this.#makeOr(held);
    if (behind > NEW_AFTER_CHANGES && behind > held.count / 10) this.#make().catch(failed);
    return held;
  }

  /**
   * If there is no room for a newer one, the old one is better than none: the changes after it are
   * kept for a day.
   */
  #makeOr(held: Snapshot): Promise<Snapshot> {
    return this.#make().catch((error: unknown) => {
      if (this.#closing.signal.aborted) throw error;
      this.#options.failed(error);
      return held;
    });
  }

  async #adopt(): Promise<void> {
    const { workspace, kind, folder } = this.#options;
    this.#current = kind === 'public' ? await adoptSnapshot(folder, workspace) : undefined;
  }

  #make(): Promise<Snapshot> {
    this.#making ??= this.#write().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #write(): Promise<Snapshot> {
    const { store, workspace, kind, folder, now, failed } = this.#options;
    const { signal } = this.#closing;
    const madeAt = now();
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const fileOf = (position: Position): string =>
        join(folder, `${workspace.id}-${kind}-${positionText(position)}.snapshot`);
      const made = await writeSnapshot(store, workspace, kind, signal, fileOf, failed);
      const replaced = this.#current;
      this.#current = { ...made, madeAt };
      // A download in progress keeps its open file.
      if (replaced !== undefined && replaced.file !== made.file) await rm(replaced.file, { force: true });
      return made;
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new AuthorityError(
        'shutting_down',
        'The authority is stopping. Request the snapshot again in a moment.',
      );
    }
  }
}
