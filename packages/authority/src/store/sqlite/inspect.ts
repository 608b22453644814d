import type { Reads } from '../queries/queries.ts';
import { kyselyOver, openDatabase } from './node-sqlite.ts';
import { queriesOver } from './queries/queries.ts';

/** A read-only view of a database through its own connection. */
export interface Inspection {
  readonly read: Reads;
  /** Returns faults of the file, at most `most`. Reads the whole file. */
  faults(most: number): readonly string[];
  /** Lets `work` read from one snapshot, regardless of concurrent writes. */
  atOneMoment<T>(work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** @throws The error of node:sqlite if the file can't be opened. */
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
