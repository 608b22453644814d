import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { administrator, openFixture, withCode } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const it = await openFixture();
const { domain, admin } = it;
const LOSTWAX = 'lostwax';
const refused = withCode('last_admin_key');
await domain.createWorkspace(admin, { slug: 'acme' });

/** Every way in which the first key could end or lose its rights. */
const ways: Readonly<Record<string, () => Promise<unknown>>> = {
  revoke: () => domain.revoke(admin, LOSTWAX, admin.id),
  disable: () => domain.disable(admin, LOSTWAX, admin.id),
  'an expiry': () => domain.updateKey(admin, LOSTWAX, admin.id, { expiresAt: it.clock.now + 1e9 }),
  'rotate to fewer scopes': () =>
    domain.rotate(admin, LOSTWAX, admin.id, { scopes: ['admin@acme', 'keys:write'] }),
  'rotate to no scopes': () => domain.rotate(admin, LOSTWAX, admin.id, { scopes: [], overlapSeconds: 0 }),
  'rotate to an expiry': () => domain.rotate(admin, LOSTWAX, admin.id, { expiresAt: it.clock.now + 1e9 }),
  suspend: () => domain.updateCustomer(admin, LOSTWAX, 'administrator', { state: 'suspended' }),
  erase: () => domain.eraseCustomer(admin, LOSTWAX, 'administrator'),
  'revoke those of a customer': () =>
    domain.revokeMany(admin, LOSTWAX, { customer: 'administrator' }, { dryRun: false }),
  'revoke all': () => domain.revokeMany(admin, LOSTWAX, { createdAfter: 0 }, { dryRun: false }),
  'revoke by the key itself': () => domain.revokeSelf(null, admin.token),
};

describe('the last administrator key', () => {
  for (const [name, way] of Object.entries(ways)) {
    test(`is not ended by: ${name}`, async () => {
      const told = it.told.length;
      await assert.rejects(way(), refused);
      assert.equal((await domain.authenticate(admin.token)).id, admin.id);
      assert.equal(it.told.length, told, 'nothing was announced');
      assert.equal((await domain.customer(LOSTWAX, 'administrator')).state, 'active');
      assertLedgers(it.file, it.clock.now);
    });
  }

  test('is still the last when others have fewer scopes, an expiry, or are disabled', async () => {
    await administrator(it, { scopes: ['keys:write', 'audit:read', 'admin@acme'] });
    await administrator(it, { expiresAt: it.clock.now + 1e9 });
    const { key } = await administrator(it);
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
  test('revoked at once by each other: one stays', async () => {
    const { key, token } = await administrator(it);
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

  test('a rotation of the last one hands over, and can be undone', async () => {
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
