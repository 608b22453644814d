import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, it } from 'node:test';
import { clientPin } from '@lostwax/contract';
import { readOpaqueKey } from '@lostwax/core';
import { secretCredential } from '../../../src/domain/methods/oauth-client.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const method = 'oauth-client';
const fixture = await openFixture();
const { admin, domain, store } = fixture;
const slug = await workspace(fixture);
await domain.updateWorkspace(admin, slug, { settings: { methods: ['signed', 'oauth-client'] } });

describe('an OAuth client', () => {
  after(() => fixture.close());

  it('is known by its ID, and only the hash of its secret is stored', async () => {
    const { key, token } = await domain.issue(admin, slug, { customer: 'c', method, scopes: ['r'] });
    assert.equal(readOpaqueKey(token), 'client_secret');
    const row = await store.read.keys.find(key.id);
    assert.deepEqual(row && Buffer.from(row.pin), Buffer.from(clientPin(key.id)));
    assert.equal(row?.credential, secretCredential(token));
    assert.equal(row?.jwk, null);
    assert.equal(key.ending, token.slice(-6));
    const found = await domain.oauthClient(slug, key.id);
    assert.deepEqual([found?.customer, found?.scopes, found?.audience], ['c', ['r'], slug]);
  });

  it('is not found before it is created, in another workspace, with another method, or after it has ended', async () => {
    const { key } = await domain.issue(admin, slug, { customer: 'c', method });
    const signed = await domain.issue(admin, slug, { customer: 'c', method: 'signed' });
    const other = await workspace(fixture);
    assert.equal(await domain.oauthClient(other, key.id), undefined);
    assert.equal(await domain.oauthClient(slug, signed.key.id), undefined);
    assert.equal(await domain.oauthClient(slug, 'acme_x'), undefined);
    await assert.rejects(domain.oauthClient('nowhere', key.id), withCode('workspace_not_found'));
    await domain.disable(admin, slug, key.id);
    assert.equal(await domain.oauthClient(slug, key.id), undefined);
    await domain.enable(admin, slug, key.id);
    assert.notEqual(await domain.oauthClient(slug, key.id), undefined);
    await domain.updateCustomer(admin, slug, 'c', { state: 'suspended' });
    assert.equal(await domain.oauthClient(slug, key.id), undefined);
    await domain.updateCustomer(admin, slug, 'c', { state: 'active' });
    await domain.revoke(admin, slug, key.id);
    assert.equal(await domain.oauthClient(slug, key.id), undefined);
  });

  it('whose secret was changed in the database differs from the audit log', async () => {
    const { key } = await domain.issue(admin, slug, { customer: 'c', method });
    assertLedgers(fixture.file, fixture.clock.now);
    const unknown = async (): Promise<readonly string[]> =>
      (await domain.revokeMany(admin, slug, { unknownToAudit: true }, { dryRun: true })).keyIds;
    assert.deepEqual(await unknown(), []);
    const database = new DatabaseSync(fixture.file);
    database.prepare('UPDATE keys SET credential = ? WHERE kid = ?').run(secretCredential('mine'), key.id);
    database.close();
    assert.deepEqual(await unknown(), [key.id]);
  });
});
