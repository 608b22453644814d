import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type FeedKind, type Position, positionText } from '@lostwax/contract';
import { AuthorityError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { adoptSnapshot, type DatedSnapshot } from './adopt.ts';
import { headOf, keepsAfter } from './changes.ts';
import { type Snapshot, writeSnapshot } from './snapshot.ts';

/** A new snapshot is made once this many changes, and a tenth of its keys, have followed the last one. */
const NEW_AFTER_CHANGES = 10_000;
/**
 * One that any change has come after is sent no longer than this: changes are kept for a day, which
 * leaves a slow download its time.
 */
const OLD_MILLISECONDS = 3_600_000;

/** A snapshot, and its file opened: it can be read to the end whatever happens to its name. */
export interface OpenSnapshot extends Snapshot {
  readonly handle: FileHandle;
}

/** What snapshots of one workspace's feed are made of, and where they are kept. */
export interface SnapshotsOptions {
  readonly store: Store;
  readonly workspace: { readonly id: number; readonly issuer: string };
  readonly kind: FeedKind;
  readonly folder: string;
  readonly now: () => number;
  /** Hears of a snapshot that could not be made, and in whose place another was sent. */
  readonly failed: (error: unknown) => void;
}

/** The current snapshot of one workspace's feed, made when it is asked for. */
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

  /** The snapshot to send; the caller closes its handle. */
  async open(): Promise<OpenSnapshot> {
    const snapshot = await this.#fit();
    const handle = await open(snapshot.file).catch(() => undefined);
    if (handle !== undefined) return { ...snapshot, handle };
    // Just replaced, or deleted from outside.
    if (this.#current?.file === snapshot.file) this.#current = undefined;
    const next = await this.#fit();
    return { ...next, handle: await open(next.file) };
  }

  /** Drops and deletes personal data, so that an erasure covers it too. */
  async erase(): Promise<void> {
    // Half pins are not personal data.
    if (this.#options.kind === 'public') return;
    await this.#making?.catch(() => {});
    const dropped = this.#current;
    this.#current = undefined;
    if (dropped !== undefined) await rm(dropped.file, { force: true });
  }

  /** Gives up what is being made. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#making?.catch(() => {});
  }

  /** One that many changes have come after is sent once more while the next is made. */
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
   * Where there is no room for a newer one, the old one is better than none: the changes after it
   * are kept for a day.
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
      // A download under way keeps the file that it has open.
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
