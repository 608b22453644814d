import {
  comparePositions,
  type EventFault,
  type FeedEvent,
  type FeedKind,
  isSameHistory,
  type Position,
  parseEvent,
  positionText,
  type RawEvent,
  SetDigest,
} from '@lostwax/contract';
import type { DiskCache } from '../cache/disk-cache.ts';
import type { CachedSet } from '../cache/load.ts';
import type { Freshness } from '../freshness.ts';
import type { PinTable } from '../pin-table.ts';
import { recordText } from '../pins/pins.ts';
import { newPinWords, type PinWords } from '../pins/words.ts';
import { readChange } from './entries.ts';
import { FeedError } from './feed-error.ts';
import type { EarlyReader, LoadedSnapshot } from './snapshot.ts';

/** The parts of a followed set. */
export interface FollowedSetParts {
  readonly kind: FeedKind;
  readonly methods: ReadonlySet<string>;
  readonly table: PinTable;
  readonly freshness: Freshness;
  readonly cache: DiskCache | undefined;
  readonly listener: SetListener | undefined;
}

/** Learns what changes in a set, after each change and in order. It must be fast and must not throw. */
export interface SetListener {
  /** The whole set is another one. */
  readonly replaced: () => void;
  /** One key entered the set. @param record - An entry of the full feed, JSON. */
  readonly added: (record: string) => void;
  /** One key left the set. */
  readonly removed: (record: string) => void;
  /** The set was confirmed again. */
  readonly confirmed: () => void;
  /** For the first set only, whose entries are all that it has got when `replaced` is called for the first time. */
  readonly early?: EarlyReader | undefined;
}

/** A parsed change that has not been applied yet. */
interface ReadChange {
  readonly event: FeedEvent;
  /** Undefined if only the number counts. */
  readonly pin: PinWords | undefined;
  readonly record: Uint8Array | undefined;
}

/** A head whose position has been applied, with both clocks at the time it was requested. */
export interface Confirmation {
  readonly uptimeSeconds: number;
  readonly wallSeconds: number;
}

/** The pins of one issuer and the position they have reached, which only moves forward (spec/feed.md §6). */
export class FollowedSet {
  readonly table: PinTable;
  readonly freshness: Freshness;
  readonly #kind: FeedKind;
  readonly #methods: ReadonlySet<string>;
  readonly #cache: DiskCache | undefined;
  readonly #listener: SetListener | undefined;
  #position: Position | undefined;
  /** A set that will replace this one once it has caught up. */
  #aside: LoadedSnapshot | undefined;
  #confirmed: Confirmation | undefined;
  #completeAt: number | undefined;
  /** Changes applied since the start. */
  changes = 0;
  /** Snapshots loaded since the start. */
  snapshots = 0;

  constructor({ kind, methods, table, freshness, cache, listener }: FollowedSetParts) {
    this.table = table;
    this.freshness = freshness;
    this.#kind = kind;
    this.#methods = methods;
    this.#cache = cache;
    this.#listener = listener;
  }

  /** Undefined before there is a set. */
  get position(): Position | undefined {
    return this.#position;
  }

  /**
   * When the set was last confirmed, even if that was withdrawn since, in milliseconds since the Unix epoch: it contains
   * everything until then.
   */
  get completeAt(): number | undefined {
    return this.#completeAt;
  }

  /** Where the stream of changes continues: at the replacement set's position, if there is one. */
  get next(): Position | undefined {
    return this.#aside?.position ?? this.#position;
  }

  /** Gets the entries of a snapshot while it is read, if it will be the first set. */
  get early(): EarlyReader | undefined {
    return this.#position === undefined ? this.#listener?.early : undefined;
  }

  /** Whether a replacement set is catching up with this one. */
  get isMending(): boolean {
    return this.#aside !== undefined;
  }

  /** Resumes from the set on disk. */
  resume({ table, position, fresh }: CachedSet): void {
    this.table.takeOver(table);
    this.#position = position;
    this.#confirmed = fresh;
    if (fresh !== undefined) this.#completeAt = Math.floor(fresh.wallSeconds * 1_000);
    this.#cache?.begin(this.table, position, fresh);
    this.#listener?.replaced();
  }

  /**
   * Takes a snapshot: at once if it is ahead of the current set or from a later history. An earlier one of
   * the same history first catches up to the current position and then replaces the set. This repairs a wrong
   * set without ever answering from the past.
   *
   * @throws {@link FeedError} `position_behind` for a snapshot of another history that did not begin later.
   */
  take(loaded: LoadedSnapshot): void {
    const own = this.#position;
    this.#aside = undefined;
    if (own !== undefined && !isSameHistory(loaded.position, own) && loaded.position.epoch <= own.epoch) {
      throw new FeedError(
        'position_behind',
        `The snapshot is at ${positionText(loaded.position)}, from an older history than ${positionText(own)}, which has been applied.`,
      );
    }
    if (own !== undefined && comparePositions(loaded.position, own) < 0) this.#aside = loaded;
    else this.#replace(loaded);
  }

  /** Drops the replacement set. */
  dropAside(): void {
    this.#aside = undefined;
  }

  #replace({ table, position }: LoadedSnapshot): void {
    this.#aside = undefined;
    // Written to disk first, so that a restart cannot use an older set once the first answer has come from
    // the new one.
    this.#cache?.discard();
    this.table.takeOver(table);
    this.#cache?.begin(this.table, position);
    this.#position = position;
    this.snapshots++;
    this.#listener?.replaced();
  }

  /**
   * Applies the changes after {@link next}, in order, up to the first invalid one.
   *
   * @throws {@link FeedError} `feed_malformed`, also for a number out of sequence; `set_diverged` if the
   *   set's digest would differ from the authority's.
   */
  apply(events: readonly RawEvent[]): void {
    const changes: ReadChange[] = [];
    let fault: unknown;
    try {
      let position = this.next;
      for (const event of events) {
        const change = this.#read(event, position);
        changes.push(change);
        position = change.event.position;
      }
    } catch (error) {
      fault = error;
    }
    if (this.#aside === undefined) {
      this.#cache?.append(changes.map(({ event }) => event));
      for (const change of changes) this.#applyOne(change);
    } else this.#applyAside(changes);
    if (fault !== undefined) throw fault;
  }

  /** Records when the set was last confirmed. */
  confirm(confirmation: Confirmation): void {
    this.#confirmed = confirmation;
    this.#completeAt = Math.floor(confirmation.wallSeconds * 1_000);
    this.freshness.confirm(confirmation.uptimeSeconds);
    this.#cache?.confirm(confirmation.uptimeSeconds, confirmation.wallSeconds);
    if (this.#position !== undefined) this.#cache?.tidy(this.table, this.#position, this.#confirmed);
    this.#listener?.confirmed();
  }

  /**
   * Makes the set unconfirmed, because the authority has gone back. It becomes valid again once a head
   * confirms it.
   */
  withdraw(): void {
    if (this.freshness.sinceSeconds === undefined) return;
    this.freshness.reset();
    this.#confirmed = undefined;
    this.#cache?.withdraw();
  }

  #read(raw: RawEvent, before: Position | undefined): ReadChange {
    const event = parseEvent(this.#kind, raw);
    if (typeof event === 'string') throw new FeedError('feed_malformed', faults[event]);
    const { position, change, data } = event;
    const inTurn = before !== undefined && isSameHistory(position, before) && position.seq === before.seq + 1;
    if (!inTurn) throw new FeedError('feed_malformed', faults.position);
    // A change whose pin is not in the feed (of a damaged record). Only the authority knows the digest after
    // it.
    if (change === 'other') return { event, pin: undefined, record: undefined };
    const pin = newPinWords();
    const { known, record, pin: bytes } = readChange(this.#kind, data, this.#methods, change === 'add', pin);
    const digest = bytes ? new SetDigest(before.digest).toggle(bytes).text : before.digest;
    if (position.digest !== digest) throw diverged(position);
    return { event, pin: known ? pin : undefined, record };
  }

  /** Once the replacement is in use, its further changes are written to disk like any other. */
  #applyAside(changes: readonly ReadChange[]): void {
    for (const change of changes) {
      if (this.#aside === undefined) this.#cache?.append([change.event]);
      this.#applyOne(change);
    }
  }

  #applyOne({ event: { position, change }, pin, record }: ReadChange): void {
    const aside = this.#aside;
    if (pin !== undefined) {
      if (aside === undefined) this.#applyTo(this.table, change === 'add', pin, record, this.#listener);
      else this.#applyTo(aside.table, change === 'add', pin, record, undefined);
    }
    this.changes++;
    if (aside === undefined) this.#position = position;
    else {
      this.#aside = { ...aside, position };
      if (this.#position === undefined || position.seq >= this.#position.seq) this.#replace(this.#aside);
    }
  }

  #applyTo(
    table: PinTable,
    adds: boolean,
    pin: PinWords,
    record: Uint8Array | undefined,
    listener: SetListener | undefined,
  ): void {
    if (adds) {
      if (table.add(pin, record) && record !== undefined)
        listener?.added(Buffer.from(record).toString('utf8'));
      return;
    }
    const found = listener === undefined ? undefined : table.find(pin);
    const removed = found && recordText(found);
    if (table.remove(pin) && removed !== undefined) listener?.removed(removed);
  }
}

const faults: Readonly<Record<EventFault, string>> = {
  position: 'A change in the feed arrived out of order.',
  change: 'A change in the feed has an unknown type.',
  checksum: 'A change in the feed has the wrong checksum.',
};

function diverged(position: Position): FeedError {
  return new FeedError(
    'set_diverged',
    `After change ${position.seq}, the digest would differ from the authority's: the change was damaged in transit, or this key set follows another history.`,
  );
}
