import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { openFixture, withCode } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';
import { customerOfMany, nextChange, publishedOf } from '../../support/many-keys.ts';

const KEYS = 2_000;
const fixture = await openFixture();
const { domain, admin, store } = fixture;

const tasks = () => tablesBehind(store.read).selectFrom('tasks').selectAll().execute();

describe(`a customer with ${KEYS} keys`, () => {
  it('is suspended and resumed: each key is one change, and no task is left', async () => {
    const { slug, customer } = await customerOfMany(fixture, KEYS);
    const suspended = await domain.updateCustomer(admin, slug, customer, { state: 'suspended' });
    assert.equal(suspended.state, 'suspended');
    assert.equal(await publishedOf(fixture, slug), 0);
    assert.equal((await domain.workspace(slug)).position.seq, 2 * KEYS);
    const lifted = await domain.updateCustomer(admin, slug, customer, { state: 'active' });
    assert.equal(lifted.state, 'active');
    assert.equal(await publishedOf(fixture, slug), KEYS);
    assert.equal((await domain.workspace(slug)).position.seq, 3 * KEYS);
    assert.deepEqual(await tasks(), []);
    assertLedgers(fixture.file, fixture.clock.now);
  });

  it("does not block others' writes while being suspended, and gets no key from the first moment", async () => {
    const { slug, customer } = await customerOfMany(fixture, KEYS);
    const other = await domain.issue(admin, slug, { customer: 'other' });
    let done = false;
    const suspending = domain.updateCustomer(admin, slug, customer, { state: 'suspended' }).finally(() => {
      done = true;
    });
    await nextChange(fixture);
    await assert.rejects(domain.issue(admin, slug, { customer }), withCode('customer_suspended'));
    assert.equal((await domain.customer(slug, customer)).state, 'suspended');
    await domain.revoke(admin, slug, other.key.id);
    assert.equal(done, false, 'the revocation of another key did not wait');
    // Repeated by a client whose first request timed out: answered when it is done.
    await domain.updateCustomer(admin, slug, customer, { state: 'suspended' });
    assert.equal(await publishedOf(fixture, slug), 0);
    await suspending;
    assert.deepEqual(await tasks(), []);
    assertLedgers(fixture.file, fixture.clock.now);
  });

  it('is resumed while being suspended, and the other way around: the last request wins', async () => {
    const { slug, customer } = await customerOfMany(fixture, KEYS);
    const set = (state: 'active' | 'suspended') => domain.updateCustomer(admin, slug, customer, { state });
    const suspending = set('suspended');
    await nextChange(fixture);
    const lifted = await set('active');
    assert.equal(lifted.state, 'active');
    assert.equal(await publishedOf(fixture, slug), KEYS);
    assert.equal((await suspending).state, 'active');

    await set('suspended');
    const lifting = set('active');
    await nextChange(fixture);
    assert.equal((await set('suspended')).state, 'suspended');
    assert.equal(await publishedOf(fixture, slug), 0);
    await lifting;
    assert.deepEqual(await tasks(), []);
    assertLedgers(fixture.file, fixture.clock.now);
  });

  it('is erased while it is being suspended; who asks again waits for the same, and nothing else is taken', async () => {
    const { slug, customer } = await customerOfMany(fixture, KEYS);
    await domain.sessions.openPortal(admin, slug, { customer });
    const suspending = domain.updateCustomer(admin, slug, customer, { state: 'suspended' });
    await nextChange(fixture);
    const erasing = domain.eraseCustomer(admin, slug, customer);
    await nextChange(fixture);
    const set = domain.updateCustomer(admin, slug, customer, { state: 'active' });
    await assert.rejects(set, withCode('customer_suspended'));
    await assert.rejects(domain.issue(admin, slug, { customer }), withCode('customer_suspended'));
    await assert.rejects(
      domain.sessions.openPortal(admin, slug, { customer }),
      withCode('customer_suspended'),
    );
    const { items } = await domain.listKeys(slug, { customer, limit: 1 }, 'all');
    await assert.rejects(
      domain.updateKey(admin, slug, String(items[0]?.id), { name: 'back again' }),
      withCode('key_ended'),
    );
    assert.equal((await domain.customer(slug, customer)).state, 'suspended');
    await domain.eraseCustomer(admin, slug, customer);
    await erasing;
    await assert.rejects(suspending, withCode('customer_not_found'));
    await assert.rejects(domain.customer(slug, customer), withCode('customer_not_found'));
    assert.equal(await publishedOf(fixture, slug), 0);
    const rows = await tablesBehind(store.read)
      .selectFrom('keys')
      .selectAll()
      .where('revoked_at', 'is not', null)
      .execute();
    assert.ok(rows.length >= KEYS);
    assert.deepEqual(await tasks(), []);
    assertLedgers(fixture.file, fixture.clock.now);
  });

  it('loses all its keys in a bulk revocation, but keeps the one created in the meantime', async () => {
    const { slug, customer } = await customerOfMany(fixture, KEYS);
    const other = await domain.issue(admin, slug, { customer: 'other' });
    const dry = await domain.revokeMany(admin, slug, { createdAfter: 1 }, { dryRun: true });
    assert.deepEqual([dry.count, dry.keyIds.length], [KEYS + 1, 1_000]);
    const revoking = domain.revokeMany(admin, slug, { customer }, { dryRun: false, reason: 'leaked' });
    await nextChange(fixture);
    const kept = await domain.issue(admin, slug, { customer });
    const { count, keyIds } = await revoking;
    assert.deepEqual([count, keyIds.length], [KEYS, 1_000]);
    assert.equal((await domain.key(slug, kept.key.id, 'all')).state, 'active');
    assert.equal((await domain.key(slug, other.key.id, 'all')).state, 'active');
    assert.equal((await domain.key(slug, String(keyIds[999]), 'all')).revocationReason, 'leaked');
    assert.equal(await publishedOf(fixture, slug), 2);
    const rest = await domain.revokeMany(admin, slug, { createdAfter: 1 }, { dryRun: false });
    assert.equal(rest.count, 2);
    assert.deepEqual(await tasks(), []);
    assertLedgers(fixture.file, fixture.clock.now);
  });
});
