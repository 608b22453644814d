import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor } from '../../../src/domain/access/actor.ts';
import type { Key, NewKey } from '../../../src/domain/keys/types.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);

async function issue(input: Partial<NewKey> = {}): Promise<Key> {
  return (await domain.issue(admin, slug, { customer: 'living', ...input })).key;
}

/** The notifications that listeners received about a key. */
function toldOf(id: string): string[] {
  return fixture.told.filter((change) => change.kid === id).map((change) => change.kind);
}

const seq = async () => (await domain.workspace(slug)).position.seq;

describe('disable and enable', () => {
  it('remove the pin and restore it in its old place, any number of times', async () => {
    const { id } = await issue();
    assert.equal((await domain.disable(admin, slug, id)).state, 'disabled');
    assert.equal((await domain.enable(admin, slug, id)).state, 'active');
    assert.equal((await domain.disable(admin, slug, id)).state, 'disabled');
    assert.deepEqual(toldOf(id), ['added', 'removed', 'restored', 'removed']);
  });

  it('changes nothing and is not an error if it is already in that state', async () => {
    const { id } = await issue();
    const before = await seq();
    assert.equal((await domain.enable(admin, slug, id)).state, 'active');
    await domain.disable(admin, slug, id);
    await domain.disable(admin, slug, id);
    assert.equal(await seq(), before + 1);
    const { items } = await domain.audit(slug, { keyId: id }, 'all');
    assert.deepEqual(
      items.map((entry) => entry.action),
      ['key.disable', 'key.issue'],
    );
  });
});

describe('revoke', () => {
  it('is permanent: no enabling, disabling, rotating or expiring afterwards', async () => {
    const { id } = await issue();
    const revoked = await domain.revoke(admin, slug, id, 'leaked');
    assert.deepEqual(
      [revoked.state, revoked.revocationReason, revoked.revokedAt],
      ['revoked', 'leaked', fixture.clock.now],
    );
    await assert.rejects(domain.enable(admin, slug, id), withCode('key_ended'));
    await assert.rejects(domain.disable(admin, slug, id), withCode('key_ended'));
    await assert.rejects(domain.rotate(admin, slug, id, {}), withCode('key_ended'));
    await assert.rejects(
      domain.updateKey(admin, slug, id, { expiresAt: fixture.clock.now + 5000 }),
      withCode('key_ended'),
    );
  });

  it('by two administrators at once is done once, and both succeed', async () => {
    const { id } = await issue();
    const other: Actor = { id: 'other', address: null, view: 'all' };
    const before = await seq();
    const [one, two] = await Promise.all([
      domain.revoke(admin, slug, id, 'a'),
      domain.revoke(other, slug, id, 'b'),
    ]);
    assert.deepEqual(one, two);
    assert.equal(one.revocationReason, 'a');
    assert.equal(await seq(), before + 1);
  });

  it('while another enables: it stays revoked', async () => {
    const { id } = await issue();
    await domain.disable(admin, slug, id);
    await Promise.allSettled([
      domain.enable(admin, slug, id),
      domain.revoke(admin, slug, id),
      domain.enable(admin, slug, id),
    ]);
    assert.equal((await domain.key(slug, id, 'all')).state, 'revoked');
    assert.equal(toldOf(id).at(-1), 'removed');
  });

  it('of a disabled or expired key changes its state and no pin', async () => {
    const disabled = await issue();
    const expired = await issue({ expiresAt: fixture.clock.now + 2000 });
    await domain.disable(admin, slug, disabled.id);
    await fixture.pass(3);
    const before = await seq();
    for (const { id } of [disabled, expired])
      assert.equal((await domain.revoke(admin, slug, id)).state, 'revoked');
    assert.equal(await seq(), before);
  });

  it('of another workspace is not possible', async () => {
    const other = await workspace(fixture);
    const { id } = await issue();
    await assert.rejects(domain.revoke(admin, other, id), withCode('key_not_found'));
    await assert.rejects(domain.revoke(admin, 'nowhere', id), withCode('workspace_not_found'));
  });
});

describe('a suspended customer', () => {
  it('has every key refused at once; when resumed, each is as before', async () => {
    const customer = 'suspended';
    const active = await issue({ customer });
    const disabled = await issue({ customer });
    const revoked = await issue({ customer });
    const expiring = await issue({ customer, expiresAt: fixture.clock.now + 60_000 });
    const turned = await issue({ customer });
    await domain.disable(admin, slug, disabled.id);
    await domain.revoke(admin, slug, revoked.id);
    const before = await seq();
    await domain.updateCustomer(admin, slug, customer, { state: 'suspended' });
    assert.equal(await seq(), before + 3, 'one number for each pin that was in');
    for (const { id } of [active, expiring, turned]) assert.equal(toldOf(id).at(-1), 'removed');
    assert.equal(
      (await domain.key(slug, active.id, 'all')).state,
      'active',
      'suspension is the customer’s state',
    );

    await assert.rejects(issue({ customer }), withCode('customer_suspended'));
    await assert.rejects(domain.rotate(admin, slug, active.id, {}), withCode('customer_suspended'));
    await assert.rejects(domain.enable(admin, slug, disabled.id), withCode('customer_suspended'));
    await domain.disable(admin, slug, turned.id);
    await fixture.pass(61);
    assert.equal(await seq(), before + 3, 'no pin moves while it is suspended');

    await domain.updateCustomer(admin, slug, customer, { state: 'active' });
    const states = await Promise.all(
      [active, disabled, revoked, expiring, turned].map(
        async ({ id }) => (await domain.key(slug, id, 'all')).state,
      ),
    );
    assert.deepEqual(states, ['active', 'disabled', 'revoked', 'expired', 'disabled']);
    assert.deepEqual(
      [toldOf(active.id).at(-1), toldOf(disabled.id).at(-1), toldOf(expiring.id).at(-1)],
      ['restored', 'removed', 'removed'],
    );
    assert.equal(await seq(), before + 4);
  });

  it('suspended twice is suspended once; an unknown one is not found', async () => {
    await issue({ customer: 'twice' });
    await domain.updateCustomer(admin, slug, 'twice', { state: 'suspended' });
    const before = await seq();
    assert.equal(
      (await domain.updateCustomer(admin, slug, 'twice', { state: 'suspended' })).state,
      'suspended',
    );
    assert.equal(await seq(), before);
    await assert.rejects(
      domain.updateCustomer(admin, slug, 'nobody', { state: 'suspended' }),
      withCode('customer_not_found'),
    );
  });
});

it("the ledger's invariants hold", () => assertLedgers(fixture.file, fixture.clock.now));
