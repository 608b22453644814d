import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Reads } from '../../store/queries/queries.ts';
import type { TaskRow } from '../../store/rows.ts';
import { ROWS_PER_TURN } from '../stretches.ts';

/** How far the tasks of a kind have come, in keys. */
export interface KeysDone {
  readonly done: number;
  readonly total: number;
}

/** Tasks that go through keys, newest first. The others go through texts or bytes. */
const walking: ReadonlySet<TaskRow['kind']> = new Set(['settle', 'revoke', 'revoke-unknown', 'erase']);

/** Counts how far tasks have come. The table says it, so every replica knows it, also after a restart. */
export class TaskProgress {
  readonly #read: Reads;
  /** By task: counting all of its keys takes longer than counting the rest. */
  readonly #totals = new Map<number, number>();
  #reading: Promise<ReadonlyMap<string, KeysDone>> | undefined;

  constructor(read: Reads) {
    this.#read = read;
  }

  /** By kind of task; kinds without a task are missing. Calls at the same time share one reading. */
  read(): Promise<ReadonlyMap<string, KeysDone>> {
    this.#reading ??= this.#count().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #count(): Promise<ReadonlyMap<string, KeysDone>> {
    const rows = (await this.#read.tasks.all()).filter(({ kind }) => walking.has(kind));
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#totals.keys()) if (!ids.has(id)) this.#totals.delete(id);
    const progress = new Map<string, KeysDone>();
    for (const row of rows) {
      const total = this.#totals.get(row.id) ?? (await this.#below(row, Number.MAX_SAFE_INTEGER));
      this.#totals.set(row.id, total);
      const left = await this.#below(row, row.below);
      const before = progress.get(row.kind) ?? { done: 0, total: 0 };
      progress.set(row.kind, { done: before.done + Math.max(0, total - left), total: before.total + total });
    }
    return progress;
  }

  async #below(of: TaskRow, below: number): Promise<number> {
    let count = 0;
    for (let from = below; from > 0; ) {
      const stretch = await this.#read.keys.countBelow(of, from, ROWS_PER_TURN);
      count += stretch.count;
      if (stretch.count < ROWS_PER_TURN) break;
      from = stretch.lowest;
      await nextTurn();
    }
    return count;
  }
}
