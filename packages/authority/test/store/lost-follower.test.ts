/** A replica loses the connection on which it hears of the commits of others, in the middle of a commit of its own. */
import { after, it } from 'node:test';
import { postgresPeer, startPostgres } from '../../../../tools/testing/postgres.ts';
import { until } from '../../../../tools/testing/until.ts';
import { bootstrap } from '../../src/domain/access/bootstrap.ts';
import { createContext } from '../../src/domain/create-context.ts';
import { createDomain } from '../../src/domain/domain.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type Fixture, ORIGIN, SECRET_KEY } from '../support/fixture.ts';

it('a commit is answered although the connection to hear of others hangs', {
  skip: postgresPeer.skip,
  timeout: 120_000,
}, async () => {
  const postgres = await startPostgres();
  after(() => postgres.stop());
  const url = await postgres.database();
  const openReplica = async () => {
    const store = await openPostgresStore(url);
    const context = await createContext(store, ORIGIN, Date.now, SECRET_KEY);
    after(async () => {
      await context.tasks.stop();
      await context.minter.close();
      await store.close();
    });
    return { context, domain: createDomain(context) };
  };
  const { context, domain: first } = await openReplica();
  let token = '';
  await bootstrap(context, (made) => {
    token = made;
  });
  const { id } = await first.authenticate(token);
  const admin: Fixture['admin'] = { id, address: null, scopes: ['admin'], view: 'all', token };
  await first.createWorkspace(admin, { slug: 'acme' });
  const listening = async () => {
    const text = `SELECT pid, query_start::text FROM pg_stat_activity WHERE application_name = 'lostwax follows'
      ORDER BY backend_start`;
    return (await postgres.query(url, text))[0];
  };
  const { domain: second } = await openReplica();
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
