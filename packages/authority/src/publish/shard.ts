import { comparePositions, type Position, positionText } from '@lostwax/contract';
import type { PinChange } from '../store/store.ts';
import { Document, type Frame, type Source } from './document.ts';
import { applyChanges } from './edit.ts';
import type { Entries, LoadedShard } from './load.ts';

/**
 * Maximum number of changes that wait for the next reader, or one for this many keys of the shard.
 * They are then applied, so that an unread shard doesn't grow. Each time costs a pass over the
 * whole shard, so a large one waits for more.
 */
const MOST_PENDING = 64;
const KEYS_PER_PENDING = 16;

/** Reads a shard from the store; `held` as in `loadShard`. */
export type LoadShard = (held: Position | undefined) => Promise<LoadedShard>;

/** Entries and their version: undefined if something is missing. */
export interface Snapshot extends Entries {
  readonly version: Position | undefined;
}

/**
 * One shard of a key set: its entries in one buffer, and the changes since. Nothing is read until
 * it is requested. The content depends on the position alone, never on the way there: additions are
 * prepended, removals are cut out, and after anything else (a key restored to its place, a missed
 * change) the shard is read again. Changes may arrive during a read. The result has its position,
 * so changes up to that one are dropped and later ones are applied on top.
 */
export class Shard implements Source {
  readonly #load: LoadShard;
  readonly #frame: Frame;
  /** The last read, with changes applied. */
  #held: Snapshot | undefined;
  /** Position of the last read. */
  #position: Position | undefined;
  /** Changes since the last read that haven't been applied yet. */
  #pending: PinChange[] = [];
  #complete: boolean = false;
  /**
   * Incremented when something may have been missed: a read that began earlier doesn't resolve
   * that.
   */
  #doubts = 0;
  #loading: Promise<void> | undefined;
  #document: Document | undefined;

  constructor(frame: Frame, load: LoadShard) {
    this.#frame = frame;
    this.#load = load;
  }

  /** Whether the shard can be served from memory, without a read. */
  get complete(): boolean {
    return this.#complete;
  }

  /** Whether it was ever read. */
  get loaded(): boolean {
    return this.#held !== undefined;
  }

  /** Position of the last read; later recorded changes are held as well. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** Records a change to this shard; must be called in commit order. */
  take(change: PinChange): void {
    if (this.#held === undefined && this.#loading === undefined) return;
    if (this.#isKnown(change)) return;
    this.#pending.push(change);
    this.#document = undefined;
    if (isRestored(change)) this.#complete = false;
    if (this.#loading !== undefined) return;
    if (this.#pending.length >= Math.max(MOST_PENDING, this.#heldNow().count / KEYS_PER_PENDING))
      this.#apply();
  }

  /** Marks what is held as possibly stale: the next reader reloads it. */
  doubt(): void {
    this.#doubts += 1;
    this.#complete = false;
    this.#document = undefined;
  }

  /**
   * Reads the shard from the store; concurrent callers wait for the same read.
   *
   * @throws Errors of the database; memory is then unchanged.
   */
  load(): Promise<void> {
    this.#loading ??= this.#read().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** Reads until every change recorded before the call is held. */
  async settle(): Promise<void> {
    // The first read may have begun before the call; the second did not.
    for (let reads = 0; reads < 2 && !this.#complete; reads += 1) await this.load();
  }

  /** Returns the entries from memory, without anything that was removed. */
  snapshot(): Snapshot {
    if (this.#complete) this.#apply();
    const held = this.#heldNow();
    if (this.#pending.length === 0) return held;
    // A read is in progress or has failed. The changes are kept, since the read may have seen only
    // some of them.
    return { ...applyChanges(held, this.#pending), version: undefined };
  }

  /** Returns the document if it can be built from memory, else undefined. */
  ready(): Document | undefined {
    return this.#complete ? this.document() : undefined;
  }

  /** Returns the document from memory. */
  document(): Document {
    if (this.#document !== undefined) return this.#document;
    const { bytes, count, version } = this.snapshot();
    const { head, tail } = this.#frame;
    const document = new Document([head, bytes, tail], count, version && positionText(version));
    if (this.#complete) this.#document = document;
    return document;
  }

  async #read(): Promise<void> {
    const doubts = this.#doubts;
    const { position, version, entries } = await this.#load(this.#held?.version);
    this.#held = { ...(entries ?? this.#heldNow()), version };
    this.#position = position;
    this.#pending = this.#pending.filter((change) => !this.#isKnown(change));
    this.#complete = doubts === this.#doubts && !this.#pending.some(isRestored);
    this.#document = undefined;
  }

  #apply(): void {
    const last = this.#pending.at(-1);
    if (last === undefined) return;
    const { complete, count, bytes } = applyChanges(this.#heldNow(), this.#pending);
    this.#complete &&= complete;
    const { lineage, epoch, seq, digest } = last;
    const version = this.#complete ? { lineage, epoch, seq, digest } : undefined;
    this.#held = { count, bytes, version };
    this.#pending = [];
  }

  #isKnown(change: Position): boolean {
    return this.#position !== undefined && comparePositions(change, this.#position) <= 0;
  }

  #heldNow(): Snapshot {
    if (this.#held === undefined) throw new Error('A shard was used before it was read.');
    return this.#held;
  }
}

/** Back at its old place in the key set, which only the store knows. */
function isRestored({ kind, jwk }: PinChange): boolean {
  return kind === 'restored' && jwk !== null;
}
