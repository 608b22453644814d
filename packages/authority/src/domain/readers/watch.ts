import { comparePositions, type Position } from '@lostwax/contract';
import type { ReaderRow } from '../../store/rows.ts';
import type { Refusals, Refused } from '../usage/types.ts';

/** A reader that named itself was sent a key set, or a gate says what it has applied. */
export interface Sighting {
  /** The id that it gave. */
  readonly reader: string;
  /** Whose position it is. */
  readonly workspaceId: number;
  /** 0-255, or undefined for the whole set. */
  readonly shard: number | undefined;
  readonly position: Position;
}

/** Moments that are remembered of the whole set. A gate tells of four a second at most. */
const MOST_MOMENTS = 2_048;
/** The same of each shard, which gateways fetch: of those nobody says since when. */
const MOST_SHARD_MOMENTS = 64;

/** A change of a key, which outlives the history in which it was made. */
type Change = Pick<Position, 'epoch' | 'seq'>;

/** At this time a reader had all changes up to this position. */
interface Moment {
  readonly position: Position;
  readonly at: number;
}

/** A gate's threads hand on what they count every second, and a report may be on its way for ten. */
const REPORT_DELAY_MILLISECONDS = 15_000;

/** What one reader has fetched, or a gate has applied: of the whole set, and of single shards; oldest first. */
interface Seen {
  readonly whole: Moment[];
  readonly shards: Map<number, Moment[]>;
  lastAt: number;
}

/** Remembers, in memory, what registered readers have seen. After a restart it is learnt anew within their refresh. */
export class ReaderWatch {
  readonly #seen = new Map<string, Seen>();
  /** The workspace of each. */
  readonly #registered = new Map<string, number>();
  readonly #reported = new Map<string, number>();
  readonly #refusals = new Map<string, Refusals>();

  /** Only registered readers are remembered: anybody can make up ids. */
  register({ id, workspace_id }: ReaderRow): void {
    this.#registered.set(id, workspace_id);
  }

  isRegistered(id: string, workspaceId: number): boolean {
    return this.#registered.get(id) === workspaceId;
  }

  forget(id: string): void {
    this.#registered.delete(id);
    this.#seen.delete(id);
    this.#reported.delete(id);
    this.#refusals.delete(id);
  }

  /**
   * Forgets what all have seen, and learns it anew: another process has written, and what was seen may be of a history that is no more
   * (`lostwax epoch raise`).
   */
  doubt(): void {
    this.#seen.clear();
  }

  saw({ reader, workspaceId, shard, position }: Sighting, at: number): void {
    // A gate of several workspaces names itself to all; positions of one mean nothing in another.
    if (!this.isRegistered(reader, workspaceId)) return;
    const seen = this.#seen.get(reader) ?? { whole: [], shards: new Map(), lastAt: at };
    this.#seen.set(reader, seen);
    seen.lastAt = at;
    const moments = shard === undefined ? seen.whole : (seen.shards.get(shard) ?? []);
    if (shard !== undefined) seen.shards.set(shard, moments);
    const last = moments.at(-1);
    if (last !== undefined && comparePositions(position, last.position) <= 0) return;
    moments.push({ position, at });
    thin(moments, shard === undefined ? MOST_MOMENTS : MOST_SHARD_MOMENTS);
  }

  /** A gate has reported all that it had counted. */
  reported(reader: string, workspaceId: number, at: number): void {
    if (!this.isRegistered(reader, workspaceId)) return;
    this.#reported.set(reader, at - REPORT_DELAY_MILLISECONDS);
  }

  /** A gate has refused requests since its report before. */
  refused(reader: string, workspaceId: number, items: readonly Refused[], at: number): void {
    if (items.length > 0 && this.isRegistered(reader, workspaceId)) this.#refusals.set(reader, { at, items });
  }

  /** The latest refusals that a gate has reported since the start. */
  lastRefusals(reader: string): Refusals | undefined {
    return this.#refusals.get(reader);
  }

  /** Until when all uses at a gate have been reported; undefined where it has not said so since the start. */
  reportedUntil(reader: string): number | undefined {
    return this.#reported.get(reader);
  }

  /** When the reader first had this change; undefined when it has not, as far as is known. */
  firstSaw(reader: ReaderRow, shard: number, change: Change): number | undefined {
    const seen = this.#seen.get(reader.id);
    const lists = [seen?.whole ?? [], seen?.shards.get(shard) ?? []];
    const times = lists.flatMap((list) => firstWith(list, change)?.at ?? []);
    return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
  }

  /** The latest word of a reader, and the latest position that it has. */
  last(id: string): { readonly at: number; readonly position: Position | undefined } | undefined {
    const seen = this.#seen.get(id);
    return seen && { at: seen.lastAt, position: seen.whole.at(-1)?.position };
  }
}

/**
 * Where there is one too many, one goes whose absence makes the smallest part of its age, and never the first: so since when a reader has a
 * change is known to a hundredth of the time that has passed. To forget the oldest would move "refused since" on and on while others change.
 */
function thin(moments: Moment[], most: number): void {
  if (moments.length <= most) return;
  const times = moments.map(({ at }) => at);
  const now = times.at(-1) as number;
  let least = Number.POSITIVE_INFINITY;
  let spare = 1;
  for (let index = 1; index < times.length - 1; index++) {
    const gap = (times[index + 1] as number) - (times[index - 1] as number);
    const share = gap / (now - (times[index] as number));
    if (share < least) [least, spare] = [share, index];
  }
  moments.splice(spare, 1);
}

/** The first moment with a change; they stand in the order of their positions. */
function firstWith(moments: readonly Moment[], change: Change): Moment | undefined {
  let from = 0;
  let to = moments.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const { position } = moments[middle] as Moment;
    if (comparePositions(position, change) < 0) from = middle + 1;
    else to = middle;
  }
  return moments[from];
}
