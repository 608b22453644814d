/** Group commit over PostgreSQL, with the real use cases. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { postgresPeer, type RunningPostgres, startPostgres } from '../../../../tools/testing/postgres.ts';
import { until } from '../../../../tools/testing/until.ts';
import type { AuthorityError } from '../../src/errors.ts';
import { connect } from '../../src/store/postgres/connect.ts';
import { assertLedgersOf, type Row } from '../support/ledger.ts';
import { bootstrapAcme, openPostgresDomain } from '../support/postgres-domain.ts';

describe('group commit over PostgreSQL', { skip: postgresPeer.skip }, () => {
  let server: RunningPostgres | undefined;
  after(() => server?.stop());

  const openDomain = async () => {
    server ??= await startPostgres();
    const url = await server.database();
    const replica = await openPostgresDomain(url);
    const admin = await bootstrapAcme(replica);
    return { ...replica, server, url, admin };
  };
  const rows = async (url: string, text: string): Promise<Row[]> => {
    const client = await connect(url, 'test', 10_000);
    try {
      return (await client.query(text)).rows as Row[];
    } finally {
      await client.end();
    }
  };
  const codes = (results: readonly PromiseSettledResult<unknown>[]) =>
    results.map((result) =>
      result.status === 'fulfilled' ? 'done' : ((result.reason as AuthorityError).code ?? result.reason),
    );

  it('a hundred writes at once share one transaction, in the order of the requests', async () => {
    const { url, store } = await openDomain();
    const commits = async () => Number((await rows(url, 'SELECT sum(commits) AS n FROM writers'))[0]?.['n']);
    const before = await commits();
    const order: number[] = [];
    await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        store
          .write(({ db }) => {
            const request = Buffer.from(String(at));
            return db.requests.insert({ workspace_id: 1, request, body: request, kids: '[]', at });
          })
          .then(() => order.push(at)),
      ),
    );
    assert.equal((await commits()) - before, 1);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
  });

  it('requests that are refused in the transaction, early or late, leave their neighbors as they are', async () => {
    const { url, domain, admin } = await openDomain();
    await domain.updateWorkspace(admin, 'acme', { settings: { maxKeysPerCustomer: 3 } } as never);
    const { key } = await domain.issue(admin, 'acme', { customer: 'first' });
    const repeat = { key: 'once', bodyHash: new Uint8Array(32) };
    const [limited, others, last, once, ended] = await Promise.all([
      Promise.allSettled(Array.from({ length: 5 }, () => domain.issue(admin, 'acme', { customer: 'many' }))),
      Promise.allSettled(
        Array.from({ length: 20 }, (_, n) => domain.issue(admin, 'acme', { customer: `c${n}` })),
      ),
      // Found out only after the key has been changed.
      Promise.allSettled([domain.disable(admin, 'lostwax', admin.id)]),
      Promise.allSettled([
        domain.issue(admin, 'acme', { customer: 'once' }, repeat),
        domain.issue(admin, 'acme', { customer: 'once' }, repeat),
      ]),
      Promise.allSettled([domain.revoke(admin, 'acme', key.id, 'it leaked')]),
    ]);
    assert.deepEqual(codes(limited).sort(), [
      ...['done', 'done', 'done', 'key_limit_reached', 'key_limit_reached'],
    ]);
    assert.deepEqual(
      codes(others),
      Array.from({ length: 20 }, () => 'done'),
    );
    assert.deepEqual(codes(last), ['last_admin_key']);
    assert.deepEqual(codes(once).sort(), ['done', 'idempotency_replayed']);
    assert.deepEqual(codes(ended), ['done']);
    assert.equal((await domain.key('acme', key.id, 'all')).state, 'revoked');
    await assertLedgersOf((text) => rows(url, text), Date.now());
  });

  it('a caller that is revoked in the same transaction can do nothing after it', async () => {
    const { url, domain, admin } = await openDomain();
    const other = await domain.issue(admin, 'lostwax', { customer: 'jane', scopes: ['admin'] });
    const jane = { ...admin, id: other.key.id };
    const results = await Promise.allSettled([
      domain.revoke(admin, 'lostwax', jane.id, 'she left'),
      ...Array.from({ length: 8 }, () => domain.issue(jane, 'acme', { customer: 'x' })),
    ]);
    assert.deepEqual(codes(results), ['done', ...Array.from({ length: 8 }, () => 'invalid_key')]);
    await assertLedgersOf((text) => rows(url, text), Date.now());
  });

  it('a database killed in the middle of groups loses nothing acknowledged and keeps nothing by halves', async () => {
    const { server, url, domain, admin } = await openDomain();
    const issue = (n: number) => domain.issue(admin, 'acme', { customer: `c${n % 7}` });
    const wave = Array.from({ length: 120 }, (_, n) => issue(n));
    const settled = Promise.allSettled(wave);
    await Promise.race(wave);
    await server.halt('SIGKILL');
    const restarted = server.start();
    const results = await settled;
    await restarted;
    await until('the store writes again', 20_000, () => issue(0).catch(() => undefined));
    for (const result of results) {
      if (result.status === 'fulfilled')
        assert.equal((await domain.key('acme', result.value.key.id, 'all')).state, 'active');
      else assert.equal((result.reason as AuthorityError).code, 'storage_unavailable');
    }
    await assertLedgersOf((text) => rows(url, text), Date.now());
  });
});
