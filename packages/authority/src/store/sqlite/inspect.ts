import type { Reads } from '../queries/queries.ts';
import { kyselyOver, openDatabase } from './node-sqlite.ts';
import { queriesOver } from './queries/queries.ts';

/** A database that is only looked at, by a connection of its own. */
export interface Inspection {
  readonly read: Reads;
  /** What is wrong with the file, at most so many faults. Reads all of it. */
  faults(most: number): readonly string[];
  /** Shows everything that `work` reads as of one moment, whatever is written meanwhile. */
  atOneMoment<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** @throws what node:sqlite throws when the file cannot be opened. */
export function inspectDatabase(file: string): Inspection {
  const database = openDatabase(file, true);
  return {
    read: queriesOver(kyselyOver(database)),
    faults(most) {
      // Not `quick_check`: key sets are read from an index, and only this compares indexes with their tables.
      const rows = database.prepare(`PRAGMA integrity_check(${most})`).all();
      return rows.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok');
    },
    async atOneMoment(work) {
      database.exec('BEGIN');
      const result = await work();
      database.exec('COMMIT');
      return result;
    },
    close: () => database.close(),
  };
}
