import { comparePositions, type Position } from '@lostwax/contract';
import type { ReaderRow } from '../../store/rows.ts';
import type { Refusals, Refused } from '../usage/types.ts';
import { Behind } from './behind.ts';
import { type Change, Moments } from './moments.ts';

/** A key set was served to a reader that identified itself, or a gate reported what it has applied. */
export interface Sighting {
  /** The ID it gave. */
  readonly reader: string;
  /** The workspace of the position. */
  readonly workspaceId: number;
  /** 0-255, or undefined for the whole set. */
  readonly shard: number | undefined;
  readonly position: Position;
}

/** Something that a reader has told this replica. Times are in milliseconds since the Unix epoch. */
export type News =
  | { readonly kind: 'saw'; readonly sighting: Sighting; readonly at: number }
  | { readonly kind: 'reported'; readonly reader: string; readonly workspaceId: number; readonly at: number }
  | {
      readonly kind: 'refused';
      readonly reader: string;
      readonly workspaceId: number;
      readonly items: readonly Refused[];
      readonly at: number;
    };

/** Moments remembered for the whole set. A gate reports at most four per second. */
const MOST_MOMENTS = 2_048;
/** Moments remembered per shard. Gateways fetch shards, and no `since` is reported for gateways. */
const MOST_SHARD_MOMENTS = 64;

/** A gate's threads pass on their counts every second, and a report may take ten seconds to arrive. */
const REPORT_DELAY_MILLISECONDS = 15_000;

/** What one reader has fetched, or a gate has applied: the whole set and single shards. */
interface Seen {
  readonly whole: Moments;
  readonly shards: Map<number, Moments>;
  /** The latest of the whole set. */
  position: Position | undefined;
  lastAt: number;
}

/**
 * Remembers, in memory, what registered readers have seen. After a restart, it is rebuilt within their
 * refresh interval.
 */
export class ReaderWatch {
  readonly #seen = new Map<string, Seen>();
  /** Reader ID to workspace ID. */
  readonly #registered = new Map<string, number>();
  readonly #reported = new Map<string, number>();
  readonly #refusals = new Map<string, Refusals>();
  readonly #gates = new Set<string>();
  /** What gates report about the age of the database. */
  readonly behind: Behind = new Behind();
  #tell: (news: News) => void = () => {};

  /** Only registered readers are remembered, because anyone can make up an ID. */
  register({ id, workspace_id, kind }: ReaderRow): void {
    this.#registered.set(id, workspace_id);
    if (kind === 'gate') this.#gates.add(id);
  }

  isRegistered(id: string, workspaceId: number): boolean {
    return this.#registered.get(id) === workspaceId;
  }

  forget(id: string): void {
    this.#registered.delete(id);
    this.#seen.delete(id);
    this.#reported.delete(id);
    this.#refusals.delete(id);
    this.#gates.delete(id);
    this.behind.clear(id);
  }

  /**
   * Forgets what all readers have seen. Another process has written, and the positions seen may belong to a
   * history that no longer exists (`lostwax epoch raise`).
   */
  doubt(): void {
    this.behind.doubt();
    this.#seen.clear();
  }

  /** A reader has applied a position that the database doesn't contain. Only registered gates are believed. */
  ahead({ reader, workspaceId, position }: Omit<Sighting, 'shard'>): void {
    if (this.#gates.has(reader) && this.isRegistered(reader, workspaceId))
      this.behind.ahead({ reader, workspaceId, position });
  }

  /** A reader has shown that it knows nothing that the database lacks. */
  heard(reader: string, workspaceId: number): void {
    if (this.isRegistered(reader, workspaceId)) this.behind.heard(reader);
  }

  /** @param listener - Receives everything that is told to this replica, but not what {@link take} takes. */
  onNews(listener: (news: News) => void): void {
    this.#tell = listener;
  }

  /** Takes what was told to another replica. */
  take(news: News): void {
    if (news.kind === 'saw') this.#saw(news.sighting, news.at);
    else if (news.kind === 'reported') this.#heard(news);
    else this.#took(news);
  }

  saw(sighting: Sighting, at: number): void {
    this.#saw(sighting, at);
    this.#tell({ kind: 'saw', sighting, at });
  }

  #saw({ reader, workspaceId, shard, position }: Sighting, at: number): void {
    // A gate that serves several workspaces sends its ID to all of them, but a position of one is meaningless
    // in another.
    if (!this.isRegistered(reader, workspaceId)) return;
    this.behind.clear(reader, workspaceId);
    const seen = this.#seen.get(reader) ?? newSeen();
    this.#seen.set(reader, seen);
    seen.lastAt = at;
    if (shard === undefined) {
      seen.whole.add(position, at);
      const isLater = seen.position === undefined || comparePositions(position, seen.position) > 0;
      if (isLater) seen.position = position;
    } else {
      const moments = seen.shards.get(shard) ?? new Moments(MOST_SHARD_MOMENTS);
      seen.shards.set(shard, moments);
      moments.add(position, at);
    }
  }

  /** Records that a gate has reported everything it had counted. */
  reported(reader: string, workspaceId: number, at: number): void {
    const news = { kind: 'reported', reader, workspaceId, at } as const;
    this.#heard(news);
    this.#tell(news);
  }

  #heard({ reader, workspaceId, at }: Omit<News & { kind: 'reported' }, 'kind'>): void {
    if (!this.isRegistered(reader, workspaceId)) return;
    this.#reported.set(reader, at - REPORT_DELAY_MILLISECONDS);
  }

  /** Records what a gate has refused since its previous report. */
  refused(reader: string, workspaceId: number, items: readonly Refused[], at: number): void {
    if (items.length === 0) return;
    const news = { kind: 'refused', reader, workspaceId, items, at } as const;
    this.#took(news);
    this.#tell(news);
  }

  #took({ reader, workspaceId, items, at }: Omit<News & { kind: 'refused' }, 'kind'>): void {
    if (this.isRegistered(reader, workspaceId)) this.#refusals.set(reader, { at, items });
  }

  /** Returns the latest refusals that a gate has reported since the start. */
  lastRefusals(reader: string): Refusals | undefined {
    return this.#refusals.get(reader);
  }

  /**
   * Returns the time up to which all usage at a gate has been reported; undefined if it hasn't reported since
   * the start.
   */
  reportedUntil(reader: string): number | undefined {
    return this.#reported.get(reader);
  }

  /** Returns when the reader first had this change; undefined if it isn't known to have it. */
  firstSaw(reader: ReaderRow, shard: number, change: Change): number | undefined {
    const seen = this.#seen.get(reader.id);
    const times = [seen?.whole, seen?.shards.get(shard)].flatMap((list) => list?.firstWith(change) ?? []);
    return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
  }

  /** Returns when a reader was last seen and its latest position. */
  last(id: string): { readonly at: number; readonly position: Position | undefined } | undefined {
    const seen = this.#seen.get(id);
    return seen && { at: seen.lastAt, position: seen.position };
  }
}

function newSeen(): Seen {
  return { whole: new Moments(MOST_MOMENTS), shards: new Map(), position: undefined, lastAt: 0 };
}
