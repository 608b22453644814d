import { join } from 'node:path';
import { startPostgres } from '../../../tools/testing/postgres.ts';
import { type BenchOptions, boundRow, type Row } from '../report.ts';
import { seeded } from '../seeded.ts';
import { lostwax } from './command.ts';

/** A move from SQLite into PostgreSQL. */
export async function moving(folder: string, { keys }: BenchOptions): Promise<readonly Row[]> {
  const data = join(folder, 'data');
  await seeded(data, keys);
  const postgres = await startPostgres();
  try {
    const { seconds, peakBytes } = await lostwax([
      ...['move', '--data', data, '--database', await postgres.database()],
    ]);
    return [
      boundRow(`move ${keys.toLocaleString('en')} keys from SQLite into PostgreSQL`, seconds, 's', 60),
      { what: 'peak memory of that command', value: peakBytes / 1e6, unit: 'MB' },
    ];
  } finally {
    await postgres.stop();
  }
}
