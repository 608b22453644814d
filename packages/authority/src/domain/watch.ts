import type { ReaderRow } from '../store/tables.ts';
import { comparePositions, type Position } from './position.ts';

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

/** What was seen when, oldest first; older ones are forgotten. */
const MOST_MOMENTS = 256;

/** At this time a reader had all changes up to this position. */
interface Moment {
  readonly position: Position;
  readonly at: number;
}

/** What one reader has fetched, or a gate has applied: of the whole set, and of single shards. */
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

  /** Only registered readers are remembered: anybody can make up ids. */
  register({ id, workspace_id }: ReaderRow): void {
    this.#registered.set(id, workspace_id);
  }

  forget(id: string): void {
    this.#registered.delete(id);
    this.#seen.delete(id);
  }

  saw({ reader, workspaceId, shard, position }: Sighting, at: number): void {
    // A gate of several workspaces names itself to all; positions of one mean nothing in another.
    if (this.#registered.get(reader) !== workspaceId) return;
    const seen = this.#seen.get(reader) ?? { whole: [], shards: new Map(), lastAt: at };
    this.#seen.set(reader, seen);
    seen.lastAt = at;
    const moments = shard === undefined ? seen.whole : (seen.shards.get(shard) ?? []);
    if (shard !== undefined) seen.shards.set(shard, moments);
    const last = moments.at(-1);
    if (last !== undefined && comparePositions(position, last.position) <= 0) return;
    moments.push({ position, at });
    if (moments.length > MOST_MOMENTS) moments.shift();
  }

  /** When the reader first had this change; undefined when it has not, as far as is known. */
  firstSaw(reader: ReaderRow, shard: number, change: Position): number | undefined {
    const seen = this.#seen.get(reader.id);
    const lists = [seen?.whole ?? [], seen?.shards.get(shard) ?? []];
    const times = lists.flatMap(
      (list) => list.find(({ position }) => comparePositions(position, change) >= 0)?.at ?? [],
    );
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** The latest word of a reader, and the latest position that it has. */
  last(id: string): { readonly at: number; readonly position: Position | undefined } | undefined {
    const seen = this.#seen.get(id);
    return seen && { at: seen.lastAt, position: seen.whole.at(-1)?.position };
  }
}
