import { DamagedRecords } from '../damaged.ts';
import type { Inspection } from '../inspection.ts';
import { queriesOver } from '../sql/queries/queries.ts';
import { connect } from './connect.ts';
import { postgres } from './dialect.ts';
import { kyselyOver } from './kysely.ts';

/** @throws The error of `pg` if the database can't be reached. */
export async function inspectPostgres(url: string): Promise<Inspection> {
  const client = await connect(url, 'checks', 0);
  return {
    read: queriesOver(
      kyselyOver((query) => client.query(query)),
      postgres(new DamagedRecords()),
    ),
    async atOneMoment(work) {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const result = await work();
      await client.query('COMMIT');
      return result;
    },
    close: () => client.end(),
  };
}
