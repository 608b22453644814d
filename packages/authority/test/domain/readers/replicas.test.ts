import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { until } from '../../../../../tools/testing/until.ts';
import { createContext } from '../../../src/domain/create-context.ts';
import { createDomain } from '../../../src/domain/domain.ts';
import { openSqliteStore } from '../../../src/store/sqlite/open.ts';
import { ORIGIN, openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);

/** A second authority on the same database. */
const store = openSqliteStore(fixture.file);
const context = await createContext(store, ORIGIN, () => fixture.clock.now);
const other = createDomain(context);
after(async () => {
  await context.tasks.stop();
  await context.minter.close();
  await store.close();
});

const gate = { name: 'edge', kind: 'gate', refreshSeconds: 30 } as const;
const names = async (): Promise<string[]> => (await other.listReaders(slug)).map(({ name }) => name);

describe("a second authority on the same database learns of the first one's changes", () => {
  it('a new reader, which it then also counts', async () => {
    const { id } = await domain.registerReader(admin, slug, gate);
    await until('the reader is known', 10_000, async () => (await names()).includes('edge'));
    const [row] = await store.read.workspaces.bySlugs([slug]);
    assert.ok(context.watch.isRegistered(id, row?.id ?? 0));
    assert.equal((await other.keyUsage(slug, await aKey(), days, 'all')).usageTracking, 'partial');
  });

  it('that every reader is registered', async () => {
    await domain.updateWorkspace(admin, slug, { settings: { allReadersRegistered: true } });
    const kid = await aKey();
    await until('usage is tracked in full', 10_000, async () => {
      return (await other.keyUsage(slug, kid, days, 'all')).usageTracking === 'full';
    });
  });

  it('a removed reader', async () => {
    const [reader] = await domain.listReaders(slug);
    assert.ok(reader);
    await domain.removeReader(admin, slug, reader.id);
    await until('the reader is gone', 10_000, async () => (await names()).length === 0);
    await assert.rejects(other.removeReader(admin, slug, reader.id), withCode('reader_not_found'));
  });

  it('a reader can be removed at once on the authority that did not register it', async () => {
    const { id } = await domain.registerReader(admin, slug, gate);
    await other.removeReader(admin, slug, id);
    await until('the first has noticed', 10_000, async () => (await domain.listReaders(slug)).length === 0);
  });

  it('new settings, a suspended customer and an ended administrator key, at once', async () => {
    await other.updateWorkspace(admin, slug, { settings: { color: '#102030' } });
    assert.equal((await domain.workspace(slug)).settings.color, '#102030');
    await domain.updateCustomer(admin, slug, 'x', { state: 'suspended' });
    await assert.rejects(other.issue(admin, slug, { customer: 'x' }), withCode('customer_suspended'));
    const { key, token } = await domain.issue(admin, 'lostwax', { customer: 'jane', scopes: ['admin'] });
    await other.authenticate(token);
    await domain.revoke(admin, 'lostwax', key.id);
    await until('the key is refused', 10_000, () =>
      other.authenticate(token).then(
        () => false,
        () => true,
      ),
    );
  });
});

const days = { days: 1, timeZone: 'UTC' };

async function aKey(): Promise<string> {
  return (await domain.issue(admin, slug, { customer: 'x' })).key.id;
}
