import { setImmediate as nextTurn } from 'node:timers/promises';
import { comparePositions, isSameHistory, type Position, positionText } from '@lostwax/contract';
import type { PinChange } from '../store/store.ts';
import { Document, type Frame, type Source } from './document.ts';
import type { LoadedShard } from './load.ts';
import { Shard } from './shard.ts';

const SHARDS = 256;
/** How often the whole set is read until all its shards have the same position. */
const MOST_ROUNDS = 3;

/**
 * The key set of one workspace: 256 shards, and the whole set, assembled from them without a copy.
 * All shards of one response have the same position: they are taken in one turn of the event loop,
 * in which each contains every change recorded so far. The sequence is gapless, so a missing number
 * shows that another process has written.
 */
export class KeySet implements Source {
  readonly #frame: Frame;
  readonly #load: (shard: number, held: Position | undefined) => Promise<LoadedShard>;
  readonly #shards: (Shard | undefined)[] = new Array<undefined>(SHARDS).fill(undefined);
  /** Position of the last recorded change. */
  #told: Position;
  #document: Document | undefined;

  /**
   * @param position - The workspace's position when changes begin to be recorded.
   *
   * @param load - Reads a shard, 0-255, like `loadShard`.
   */
  constructor(
    frame: Frame,
    position: Position,
    load: (shard: number, held: Position | undefined) => Promise<LoadedShard>,
  ) {
    this.#frame = frame;
    this.#told = position;
    this.#load = load;
  }

  /** @param number - 0-255. */
  shard(number: number): Shard {
    const existing = this.#shards[number];
    if (existing !== undefined) return existing;
    const made = new Shard(this.#frame, (held) => this.#load(number, held));
    this.#shards[number] = made;
    return made;
  }

  /** Records a change; must be called in commit order. */
  take(change: PinChange): void {
    this.#document = undefined;
    if (comparePositions(change, this.#told) > 0) {
      if (!isNext(change, this.#told)) this.#doubtBefore(change);
      const { lineage, epoch, seq, digest } = change;
      this.#told = { lineage, epoch, seq, digest };
    }
    this.#shards[change.shard]?.take(change);
  }

  /** Marks everything held as possibly stale. */
  doubt(): void {
    this.#document = undefined;
    for (const shard of this.#shards) shard?.doubt();
  }

  /** Returns the whole set if it can be built from memory, else undefined. */
  ready(): Document | undefined {
    if (this.#document !== undefined) return this.#document;
    if (!this.#shards.every((shard) => shard?.complete)) return undefined;
    const document = this.#isOfOnePosition() ? this.#gather() : undefined;
    if (document?.tag !== undefined) this.#document = document;
    return document;
  }

  /**
   * Reads until {@link ready}, or as often as is reasonable.
   *
   * @throws Errors of the database; memory is then unchanged.
   */
  async settle(): Promise<void> {
    for (let round = 0; round < MOST_ROUNDS && this.ready() === undefined; round += 1) {
      for (let number = 0; number < SHARDS; number += 1) {
        const shard = this.shard(number);
        if (shard.complete) continue;
        await shard.load();
        // SQLite reads block the thread: others get a turn between two of them.
        await nextTurn();
      }
      this.#doubtThoseBehind();
    }
  }

  /** Whether every shard was read at least once. */
  get loaded(): boolean {
    return this.#shards.every((shard) => shard?.loaded);
  }

  /** Returns the whole set from memory. */
  document(): Document {
    return this.ready() ?? this.#gather(false);
  }

  #gather(isOneVersion = true): Document {
    const { head, tail } = this.#frame;
    const snapshots = this.#shards.map((_, number) => this.shard(number).snapshot());
    const count = snapshots.reduce((sum, { count }) => sum + count, 0);
    const parts = snapshots.flatMap(({ bytes }) => (bytes.length === 0 ? [] : [bytes]));
    const versions = snapshots.flatMap(({ version }) => version ?? []);
    const last = versions.reduce((a, b) => (comparePositions(a, b) < 0 ? b : a), versions[0] ?? this.#told);
    const isKnown = isOneVersion && versions.length === SHARDS;
    return new Document([head, ...parts, tail], count, isKnown ? positionText(last) : undefined);
  }

  /**
   * The position of a complete shard is the later of two: that of its last read, and that of the
   * last recorded change.
   */
  #isOfOnePosition(): boolean {
    const last = this.#lastRead();
    if (last === undefined || comparePositions(last, this.#told) <= 0) return true;
    return this.#shards.every((shard) => shard?.position && comparePositions(shard.position, last) === 0);
  }

  /**
   * Some reads saw changes that were never recorded: shards that were read earlier may lack them.
   */
  #doubtThoseBehind(): void {
    const last = this.#lastRead();
    if (last !== undefined && !this.#isOfOnePosition()) this.#doubtBefore({ ...last, seq: last.seq + 1 });
  }

  /** Marks every shard as stale that wasn't read at the position just before this one. */
  #doubtBefore({ epoch, seq }: Pick<Position, 'epoch' | 'seq'>): void {
    for (const shard of this.#shards) {
      const isBehind =
        shard?.position === undefined || comparePositions(shard.position, { epoch, seq: seq - 1 }) < 0;
      if (isBehind) shard?.doubt();
    }
  }

  #lastRead(): Position | undefined {
    return this.#shards
      .flatMap((shard) => shard?.position ?? [])
      .reduce<Position | undefined>((a, b) => (a && comparePositions(a, b) >= 0 ? a : b), undefined);
  }
}

/** Reports whether nothing lies between the two. */
function isNext(next: Position, last: Position): boolean {
  return isSameHistory(next, last) && next.seq === last.seq + 1;
}
