import type { Inspection } from '../inspection.ts';
import { queriesOver } from '../sql/queries/queries.ts';
import { sqlite } from './dialect.ts';
import { kyselyOver, openDatabase } from './node-sqlite.ts';

/** @throws The error of node:sqlite if the file can't be opened. */
export function inspectDatabase(file: string): Inspection {
  const database = openDatabase(file, true);
  return {
    read: queriesOver(kyselyOver(database), sqlite),
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
    close: async () => database.close(),
  };
}
