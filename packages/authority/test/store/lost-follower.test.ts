/** A replica loses the connection on which it hears of the commits of others, in the middle of a commit of its own. */
import { after, it } from 'node:test';
import { postgresPeer, startPostgres } from '../../../../tools/testing/postgres.ts';
import { until } from '../../../../tools/testing/until.ts';
import { bootstrapAcme, openPostgresDomain } from '../support/postgres-domain.ts';

it('a commit is answered although the connection that hears of other commits hangs', {
  skip: postgresPeer.skip,
  timeout: 120_000,
}, async () => {
  const postgres = await startPostgres();
  after(() => postgres.stop());
  const url = await postgres.database();
  const replica = await openPostgresDomain(url);
  const admin = await bootstrapAcme(replica);
  const { domain: first } = replica;
  const listening = async () => {
    const text = `SELECT pid, query_start::text FROM pg_stat_activity WHERE application_name = 'lostwax follows'
      ORDER BY backend_start`;
    return (await postgres.query(url, text))[0];
  };
  const { domain: second } = await openPostgresDomain(url);
  const issue = (domain: typeof first) => domain.issue(admin, 'acme', { customer: 'cus_1' });
  // Slower the first time.
  await issue(second);
  await issue(first);
  const before = await listening();
  // It asks twice a second, and next after its commit.
  await until('it has just asked', 30_000, async () => {
    const now = await listening();
    return now?.['query_start'] !== before?.['query_start'];
  });
  const backend = Number(before?.['pid']);
  process.kill(backend, 'SIGSTOP');
  try {
    // The first replica doesn't hear of this one, so it has to ask before it can announce its own.
    await issue(second);
    await issue(first);
  } finally {
    process.kill(backend, 'SIGCONT');
  }
});
