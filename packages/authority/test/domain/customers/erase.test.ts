import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { textsInFiles } from '../../support/bytes.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);

/** Everything a producer can store about its customer. Each text is unique, so that any leftover can be identified. */
const personal = {
  customer: 'jane.personal@customer.example',
  name: 'Personal Name',
  keyName: 'Personal Key',
  renamed: 'Personal Renamed',
  claim: 'personal claim',
  metadata: 'personal metadata',
  reason: 'personal reason',
  undo: 'personal second name',
};

/** A customer with a history: keys renamed, rotated, undone, disabled and revoked; the customer suspended and resumed. */
async function live(customer: string): Promise<string[]> {
  const said = { claims: { who: personal.claim }, metadata: { note: personal.metadata } };
  const issue = async () =>
    (await domain.issue(admin, slug, { customer, name: personal.keyName, ...said })).key.id;
  const [a, b, c] = [await issue(), await issue(), await issue()];
  await domain.updateKey(admin, slug, a, {
    name: personal.renamed,
    metadata: { more: personal.metadata.repeat(40) },
  });
  await domain.updateCustomer(admin, slug, customer, { name: personal.name });
  const successor = await domain.rotate(admin, slug, b, { name: personal.undo });
  await domain.changeRotation(admin, slug, b, { cancel: true });
  await domain.disable(admin, slug, b);
  await domain.revoke(admin, slug, c, personal.reason);
  await domain.updateCustomer(admin, slug, customer, { state: 'suspended' });
  await domain.updateCustomer(admin, slug, customer, { state: 'active', maxKeys: 9, scopes: [] });
  return [a, b, c, successor.key.id];
}

describe('an erased customer', () => {
  it('leaves no personal data in any table or in the bytes of the files', async () => {
    const texts = Object.values(personal);
    const ids = await live(personal.customer);
    assert.deepEqual(textsInFiles(fixture.file, texts), texts, 'the search finds what is there');
    await domain.eraseCustomer(admin, slug, personal.customer);
    assert.deepEqual(textsInFiles(fixture.file, texts), []);

    for (const id of ids) {
      const key = await domain.key(slug, id, 'all');
      const { customer, name, claims, metadata, revocationReason, state } = key;
      assert.deepEqual(
        { customer, name, claims, metadata, revocationReason, state },
        {
          ...{ customer: null, name: null, claims: {}, metadata: {} },
          ...{ revocationReason: null, state: 'revoked' },
        },
      );
    }
    await assert.rejects(domain.customer(slug, personal.customer), withCode('customer_not_found'));
    assert.deepEqual((await domain.listCustomers(slug, {})).items, []);
  });

  it('leaves its rows in the audit log, without texts and salts, and the chain intact', async () => {
    const { items } = await domain.audit(slug, { limit: 500 }, 'all');
    const erased = items.filter((entry) => entry.action !== 'workspace.create');
    assert.ok(erased.length > 10);
    const last = erased.find((entry) => entry.action === 'customer.erase');
    assert.equal(last?.actor, admin.id);
    for (const { customerRef, texts, salt, action } of erased) {
      assert.equal(customerRef, last?.customerRef);
      if (action === 'customer.erase' || action === 'key.revoke')
        assert.equal(texts?.['customer'], undefined);
      else assert.deepEqual([texts, salt], [null, null], action);
    }
    assertLedgers(fixture.file, fixture.clock.now);
  });

  it('recreated with the same ID has nothing from the old one', async () => {
    const { key } = await domain.issue(admin, slug, { customer: personal.customer, scopes: ['x'] });
    const { maxKeys, scopes, name, liveKeys } = await domain.customer(slug, personal.customer);
    assert.deepEqual(
      { maxKeys, scopes, name, liveKeys },
      { maxKeys: null, scopes: null, name: null, liveKeys: 1 },
    );
    const { items } = await domain.listKeys(slug, { customer: personal.customer }, 'all');
    assert.deepEqual(
      items.map(({ id }) => id),
      [key.id],
    );
    const { items: entries } = await domain.audit(slug, { keyId: key.id }, 'all');
    const refs = new Set(
      (await domain.audit(slug, { action: 'customer.erase' }, 'all')).items.map((entry) => entry.customerRef),
    );
    assert.ok(!refs.has(entries[0]?.customerRef ?? null));
    await domain.eraseCustomer(admin, slug, personal.customer);
    assert.deepEqual(textsInFiles(fixture.file, [personal.customer]), []);
  });

  it('leaves other customers alone; erasing it again is not found', async () => {
    const kept = 'kept.person@customer.example';
    const { key } = await domain.issue(admin, slug, { customer: kept, name: 'Kept' });
    await domain.issue(admin, slug, { customer: 'gone' });
    await domain.eraseCustomer(admin, slug, 'gone');
    await assert.rejects(domain.eraseCustomer(admin, slug, 'gone'), withCode('customer_not_found'));
    const { state, name, customer } = await domain.key(slug, key.id, 'all');
    assert.deepEqual([state, name, customer], ['active', 'Kept', kept]);
    assert.deepEqual(
      (await domain.audit(slug, { keyId: key.id }, 'all')).items[0]?.texts?.['customer'],
      kept,
    );
  });

  it('with very many keys does not delay reads', async () => {
    await domain.issueMany(
      admin,
      slug,
      Array.from({ length: 1_000 }, () => ({ customer: 'large' })),
    );
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await domain.eraseCustomer(admin, slug, 'large');
    clearInterval(ticking);
    assert.ok(turns >= 3, `${turns} turns of the event loop`);
    assertLedgers(fixture.file, fixture.clock.now);
  });
});
