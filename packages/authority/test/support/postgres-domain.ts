import { after } from 'node:test';
import { bootstrap } from '../../src/domain/access/bootstrap.ts';
import { createContext } from '../../src/domain/create-context.ts';
import { createDomain } from '../../src/domain/domain.ts';
import { openPostgresStore } from '../../src/store/postgres/open.ts';
import { type Fixture, ORIGIN, SECRET_KEY, type TestDomain } from './fixture.ts';

/** Opens a replica's domain over a PostgreSQL database. It is closed after the test. */
export async function openPostgresDomain(url: string) {
  const store = await openPostgresStore(url);
  const context = await createContext(store, ORIGIN, Date.now, SECRET_KEY);
  after(async () => {
    await context.tasks.stop();
    await context.minter.close();
    await store.close();
  });
  return { store, context, domain: createDomain(context) as TestDomain };
}

/** Creates the first administrator key, and the workspace `acme`. */
export async function bootstrapAcme({
  context,
  domain,
}: Awaited<ReturnType<typeof openPostgresDomain>>): Promise<Fixture['admin']> {
  let token = '';
  await bootstrap(context, (first) => {
    token = first;
  });
  const { id } = await domain.authenticate(token);
  const admin: Fixture['admin'] = { id, address: null, scopes: ['admin'], view: 'all', token };
  await domain.createWorkspace(admin, { slug: 'acme' });
  return admin;
}
