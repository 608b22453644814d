import type { DiskCache } from '../cache/disk-cache.ts';
import type { CachedSet } from '../cache/load.ts';
import type { Freshness } from '../freshness.ts';
import type { PinTable } from '../pin-table.ts';
import { newPinWords, type PinWords } from '../pins/words.ts';
import { type FeedKind, readChange } from './entries.ts';
import type { StreamEvent } from './event-stream.ts';
import { FeedError } from './feed-error.ts';
import { comparePositions, type Position, parsePosition, positionText } from './position.ts';
import type { LoadedSnapshot } from './snapshot.ts';

/** What a followed set is made of. */
export interface FollowedSetParts {
  readonly kind: FeedKind;
  readonly methods: ReadonlySet<string>;
  readonly table: PinTable;
  readonly freshness: Freshness;
  readonly cache: DiskCache | undefined;
}

/** A change that has been read and is not applied yet. */
interface ReadChange {
  readonly event: StreamEvent;
  readonly position: Position;
  /** Undefined where only the number counts. */
  readonly pin: PinWords | undefined;
  readonly record: Uint8Array | undefined;
}

/** A head whose position has been applied, by both clocks at its sending. */
export interface Confirmation {
  readonly uptimeSeconds: number;
  readonly wallSeconds: number;
}

/** The pins of one issuer and how far they have come. It only ever goes forward (spec/feed.md §6). */
export class FollowedSet {
  readonly table: PinTable;
  readonly freshness: Freshness;
  readonly #kind: FeedKind;
  readonly #methods: ReadonlySet<string>;
  readonly #cache: DiskCache | undefined;
  #position: Position | undefined;
  #confirmed: Confirmation | undefined;
  /** Changes applied since the start. */
  changes = 0;
  /** Snapshots taken since the start. */
  snapshots = 0;

  constructor({ kind, methods, table, freshness, cache }: FollowedSetParts) {
    this.table = table;
    this.freshness = freshness;
    this.#kind = kind;
    this.#methods = methods;
    this.#cache = cache;
  }

  /** Undefined before there is a set. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** Takes the set that was on disk. */
  resume({ table, position, fresh }: CachedSet): void {
    this.table.takeOver(table);
    this.#position = position;
    this.#confirmed = fresh;
    this.#cache?.begin(this.table, position, fresh);
  }

  /** @throws {@link FeedError} `position_behind` where the snapshot is not later than what there is. */
  replace({ table, position }: LoadedSnapshot): void {
    if (this.#position !== undefined && comparePositions(position, this.#position) <= 0) {
      throw new FeedError(
        'position_behind',
        `The snapshot is of ${positionText(position)}, and ${positionText(this.#position)} has been applied.`,
      );
    }
    // First on disk, so that nothing older can be started from once the first answer has been given from the new set.
    this.#cache?.discard();
    this.table.takeOver(table);
    this.#cache?.begin(this.table, position);
    this.#position = position;
    this.snapshots++;
  }

  /**
   * Applies the changes after the position, in their order: those before the first that is wrong, too.
   *
   * @throws {@link FeedError} `feed_malformed`, for a number out of turn as well.
   */
  apply(events: readonly StreamEvent[]): void {
    const changes: ReadChange[] = [];
    let fault: unknown;
    try {
      let position = this.#position;
      for (const event of events) {
        const change = this.#read(event, position);
        changes.push(change);
        position = change.position;
      }
    } catch (error) {
      fault = error;
    }
    this.#cache?.append(changes.map(({ event }) => event));
    for (const change of changes) this.#applyOne(change);
    if (fault !== undefined) throw fault;
  }

  /** Dates the set. */
  confirm(confirmation: Confirmation): void {
    this.#confirmed = confirmation;
    this.freshness.confirm(confirmation.uptimeSeconds);
    this.#cache?.confirm(confirmation.uptimeSeconds, confirmation.wallSeconds);
    if (this.#position !== undefined) this.#cache?.tidy(this.table, this.#position, this.#confirmed);
  }

  #read(event: StreamEvent, before: Position | undefined): ReadChange {
    const position = parsePosition(event.id);
    if (before === undefined || position?.epoch !== before.epoch || position.seq !== before.seq + 1) {
      throw new FeedError('feed_malformed', 'A change of the feed came out of turn.');
    }
    if (event.event === 'other') return { event, position, pin: undefined, record: undefined };
    if (event.event !== 'add' && event.event !== 'remove') {
      throw new FeedError('feed_malformed', 'A change of the feed is neither add, remove nor other.');
    }
    const pin = newPinWords();
    const { known, record } = readChange(this.#kind, event.data, this.#methods, event.event === 'add', pin);
    return { event, position, pin: known ? pin : undefined, record };
  }

  #applyOne({ event, position, pin, record }: ReadChange): void {
    if (pin !== undefined && event.event === 'add') this.table.add(pin, record);
    else if (pin !== undefined) this.table.remove(pin);
    this.#position = position;
    this.changes++;
  }
}
