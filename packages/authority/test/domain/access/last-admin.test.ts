import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { administrator, openFixture, withCode } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
const LOSTWAX = 'lostwax';
const refused = withCode('last_admin_key');
await domain.createWorkspace(admin, { slug: 'acme' });

/** Every way in which the first key could end or lose its permissions. */
const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  revoke: () => domain.revoke(admin, LOSTWAX, admin.id),
  disable: () => domain.disable(admin, LOSTWAX, admin.id),
  'an expiry': () => domain.updateKey(admin, LOSTWAX, admin.id, { expiresAt: fixture.clock.now + 1e9 }),
  'rotate to fewer scopes': () =>
    domain.rotate(admin, LOSTWAX, admin.id, { scopes: ['admin@acme', 'keys:write'] }),
  'rotate to no scopes': () => domain.rotate(admin, LOSTWAX, admin.id, { scopes: [], overlapSeconds: 0 }),
  'rotate to an expiry': () =>
    domain.rotate(admin, LOSTWAX, admin.id, { expiresAt: fixture.clock.now + 1e9 }),
  suspend: () => domain.updateCustomer(admin, LOSTWAX, 'administrator', { state: 'suspended' }),
  erase: () => domain.eraseCustomer(admin, LOSTWAX, 'administrator'),
  'revoke those of a customer': () =>
    domain.revokeMany(admin, LOSTWAX, { customer: 'administrator' }, { dryRun: false }),
  'revoke all': () => domain.revokeMany(admin, LOSTWAX, { createdAfter: 0 }, { dryRun: false }),
  'revoke by the key itself': () => domain.revokeSelf(null, admin.token),
};

describe('the last administrator key', () => {
  for (const [name, way] of Object.entries(ways)) {
    it(`is not ended by: ${name}`, async () => {
      const told = fixture.told.length;
      await assert.rejects(way(), refused);
      assert.equal((await domain.authenticate(admin.token)).id, admin.id);
      assert.equal(fixture.told.length, told, 'nothing was announced');
      assert.equal((await domain.customer(LOSTWAX, 'administrator')).state, 'active');
      assertLedgers(fixture.file, fixture.clock.now);
    });
  }

  it('is still the last if others have fewer scopes, an expiry, or are disabled', async () => {
    await administrator(fixture, { scopes: ['keys:write', 'audit:read', 'admin@acme'] });
    await administrator(fixture, { expiresAt: fixture.clock.now + 1e9 });
    const { key } = await administrator(fixture);
    await domain.disable(admin, LOSTWAX, key.id);
    await assert.rejects(domain.revoke(admin, LOSTWAX, admin.id), refused);
    await assert.rejects(domain.revokeMany(admin, LOSTWAX, { createdAfter: 0 }, { dryRun: false }), refused);
    assert.equal(
      (await domain.listKeys(LOSTWAX, { state: ['active'] }, 'all')).items.length,
      3,
      'all or none',
    );
  });
});

describe('the last two', () => {
  it('revoked by each other at once: one remains', async () => {
    const { key, token } = await administrator(fixture);
    const outcomes = await Promise.allSettled([
      domain.revoke({ id: key.id, address: null, view: 'all' }, LOSTWAX, admin.id),
      domain.revoke(admin, LOSTWAX, key.id),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status),
      ['fulfilled', 'rejected'],
    );
    refused((outcomes[1] as PromiseRejectedResult).reason);
    assert.equal((await domain.authenticate(token)).id, key.id);
    await assert.rejects(domain.authenticate(admin.token), withCode('invalid_key'));
  });

  it('the last one can be rotated, and the rotation undone', async () => {
    const { items } = await domain.listKeys(LOSTWAX, { state: ['active'] }, 'all');
    const last = items.find((key) => key.expiresAt === null && key.scopes.includes('admin'));
    assert.ok(last);
    const itself = { ...admin, id: last.id };
    const { key } = await domain.rotate(itself, LOSTWAX, last.id, {});
    await assert.rejects(domain.revoke(admin, LOSTWAX, key.id), refused);
    await domain.changeRotation(itself, LOSTWAX, last.id, { cancel: true });
    await assert.rejects(domain.revoke(admin, LOSTWAX, last.id), refused);
  });
});
