import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { ForeignKey } from '../../../src/domain/keys/types.ts';
import { AuthorityError, type ErrorCode } from '../../../src/errors.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin, clock } = fixture;

const pinOf = (text: string): Uint8Array => new Uint8Array(createHash('sha256').update(text).digest());
let made = 0;
const foreign = (more: Partial<ForeignKey> = {}): ForeignKey => {
  made += 1;
  return { pin: pinOf(`sk_live_${made}`), customer: 'c', ...more };
};

/** The outcome of each item: the code of a refusal, or whether a key was created. */
async function take(slug: string, items: readonly ForeignKey[], dryRun = false) {
  const outcomes = await domain.importKeys(admin, slug, items, dryRun);
  return outcomes.map((it) =>
    it instanceof AuthorityError ? it.code : it instanceof Error ? 'error' : it.created,
  );
}

async function taken(slug: string, item: ForeignKey) {
  const [outcome] = await domain.importKeys(admin, slug, [item], false);
  assert.ok(outcome !== undefined && !(outcome instanceof Error) && outcome.keyId !== null);
  return domain.key(slug, outcome.keyId, 'all');
}

describe('an imported key', () => {
  it('has what the other system said of it, and a new ID', async () => {
    const slug = await workspace(fixture);
    const said = {
      customer: 'cus_1',
      name: 'CI',
      scopes: ['a'],
      claims: { plan: 'gold' },
      metadata: { importedId: 'key_1' },
      expiresAt: clock.now + 60_000,
      ending: 'x7Qf2w',
    };
    const key = await taken(slug, foreign(said));
    for (const [name, value] of Object.entries(said))
      assert.deepEqual(key[name as keyof typeof key], value, name);
    assert.deepEqual([key.method, key.state, key.imported], ['opaque', 'active', true]);
    assert.equal(key.id.startsWith(`${slug}_`), true);
  });

  it('enters the set, and leaves it when it is revoked', async () => {
    const slug = await workspace(fixture);
    const from = fixture.told.length;
    const { id } = await taken(slug, foreign());
    await domain.revoke(admin, slug, id);
    assert.deepEqual(
      fixture.told.slice(from).map(({ kid, kind }) => [kid, kind]),
      [
        [id, 'added'],
        [id, 'removed'],
      ],
    );
  });

  it('that was disabled never enters the set until it is enabled', async () => {
    const slug = await workspace(fixture);
    const from = fixture.told.length;
    const key = await taken(slug, foreign({ disabled: true }));
    assert.deepEqual([key.state, key.disabledBy, fixture.told.length], ['disabled', 'producer', from]);
    await domain.enable(admin, slug, key.id);
    assert.deepEqual(
      fixture.told.slice(from).map(({ kid, kind }) => [kid, kind]),
      [[key.id, 'restored']],
    );
  });

  it('is known to the audit log, by its hashes', async () => {
    const slug = await workspace(fixture);
    await take(slug, [foreign(), foreign({ disabled: true }), foreign({ claims: { a: 1 } })]);
    const unknown = await domain.revokeMany(admin, slug, { unknownToAudit: true }, { dryRun: true });
    assert.equal(unknown.count, 0);
  });

  it('without an ending has that of its hash', async () => {
    const slug = await workspace(fixture);
    const item = foreign();
    assert.equal((await taken(slug, item)).ending, Buffer.from(item.pin).toString('hex').slice(-6));
  });

  it('ends with the maximum lifetime of the workspace', async () => {
    const slug = await workspace(fixture);
    await domain.updateWorkspace(admin, slug, { settings: { longestLifeSeconds: 3_600 } });
    assert.equal((await taken(slug, foreign())).expiresAt, clock.now + 3_600_000);
  });

  it('has a successor of our own when it is rotated', async () => {
    const slug = await workspace(fixture);
    const { id } = await taken(slug, foreign());
    const rotated = await domain.rotate(admin, slug, id, {});
    assert.equal(rotated.token.startsWith(`${slug}_`), true);
    assert.deepEqual([rotated.key.imported, rotated.replaces.imported], [false, true]);
  });
});

describe('many keys in one request', () => {
  it('count toward the limit of their customer, known or new', async () => {
    const slug = await workspace(fixture);
    await domain.updateWorkspace(admin, slug, { settings: { maxKeysPerCustomer: 3 } });
    const of = (customer: string) => foreign({ customer });
    assert.deepEqual(await take(slug, [of('old'), foreign({ customer: 'old', disabled: true })]), [
      true,
      true,
    ]);
    const items = [of('old'), of('old'), of('new'), of('new'), of('new'), of('new'), of('old')];
    const full = 'key_limit_reached';
    assert.deepEqual(await take(slug, items), [true, full, true, true, true, full, full]);
    assert.deepEqual(await take(slug, items), [false, full, false, false, false, full, full]);
    assert.equal((await domain.listKeys(slug, {}, 'all')).items.length, 6);
  });

  it('have key IDs of their own, changes without a gap and a whole audit log', async () => {
    const slug = await workspace(fixture);
    const from = fixture.told.length;
    const items = Array.from({ length: 40 }, (_, n) =>
      foreign({ customer: `c${n % 7}`, disabled: n % 5 === 0 }),
    );
    const outcomes = await domain.importKeys(admin, slug, items, false);
    const ids = outcomes.map((it) => (it instanceof Error ? '' : it.keyId));
    assert.equal(new Set(ids).size, 40);
    const told = fixture.told.slice(from);
    assert.deepEqual(
      told.map(({ seq }) => seq),
      told.map((_, n) => n + 1),
    );
    assert.deepEqual(
      told.map(({ kid }) => kid),
      ids.filter((_, n) => n % 5 !== 0),
    );
    const { items: keys } = await domain.listKeys(slug, { limit: 100 }, 'all');
    assert.deepEqual(keys.map(({ id }) => id).reverse(), ids);
    assert.deepEqual(
      keys.map(({ customer }) => customer).reverse(),
      items.map(({ customer }) => customer),
    );
    const unknown = await domain.revokeMany(admin, slug, { unknownToAudit: true }, { dryRun: true });
    assert.equal(unknown.count, 0);
  });
});

describe('an import again', () => {
  it('leaves what is there as it is, even within one request', async () => {
    const slug = await workspace(fixture);
    const [one, two] = [foreign({ name: 'first' }), foreign()];
    assert.deepEqual(await take(slug, [one]), [true]);
    const from = fixture.told.length;
    assert.deepEqual(await take(slug, [{ ...one, name: 'second' }, two, two]), [false, true, false]);
    assert.equal(fixture.told.length, from + 1);
    const { items } = await domain.listKeys(slug, {}, 'all');
    assert.deepEqual(items.map(({ name }) => name).sort(), ['first', null]);
  });

  it('never takes a key that ended', async () => {
    const slug = await workspace(fixture);
    const [revoked, expired, disabled] = [
      foreign(),
      foreign({ expiresAt: clock.now + 1_000 }),
      foreign({ disabled: true }),
    ];
    const { id } = await taken(slug, revoked);
    await take(slug, [expired, disabled]);
    await domain.revoke(admin, slug, id);
    await fixture.pass(2);
    const again = [revoked, { ...expired, expiresAt: null }, { ...disabled, disabled: false }];
    assert.deepEqual(await take(slug, again), ['pin_in_use', 'pin_in_use', false]);
    assert.equal((await domain.listKeys(slug, { state: ['active'] }, 'all')).items.length, 0);
  });

  it('never gives a key to another customer or workspace', async () => {
    const [slug, other] = [await workspace(fixture), await workspace(fixture)];
    const item = foreign();
    await take(slug, [item]);
    assert.deepEqual(await take(slug, [{ ...item, customer: 'd' }]), ['pin_in_use']);
    assert.deepEqual(await take(other, [item]), ['pin_in_use']);
  });
});

describe('a refused import', () => {
  const refusals: readonly (readonly [string, Partial<ForeignKey>, ErrorCode])[] = [
    ['an expiration in the past', { expiresAt: 1 }, 'expiry_not_allowed'],
    ['a scope that the workspace lacks', { scopes: ['b'] }, 'scope_not_allowed'],
    ['a registered claim', { claims: { sub: 'x' } }, 'claim_registered'],
    ['a suspended customer', { customer: 'suspended' }, 'customer_suspended'],
    ['a customer at its limit', { customer: 'full' }, 'key_limit_reached'],
  ];
  for (const [what, more, code] of refusals) {
    it(`${what}: ${code}, in a dry run too, and the other keys are created`, async () => {
      const slug = await workspace(fixture, { scopes: ['a'] });
      await take(slug, [foreign({ customer: 'suspended' }), foreign({ customer: 'full' })]);
      await domain.updateCustomer(admin, slug, 'suspended', { state: 'suspended' });
      await domain.updateCustomer(admin, slug, 'full', { maxKeys: 1 });
      const items = [foreign(), foreign(more)];
      assert.deepEqual(await take(slug, items, true), [true, code]);
      assert.deepEqual(await take(slug, items), [true, code]);
    });
  }

  it('a dry run changes nothing', async () => {
    const slug = await workspace(fixture);
    const before = await domain.audit(slug, {}, 'all');
    const from = fixture.told.length;
    assert.deepEqual(await take(slug, [foreign()], true), [true]);
    assert.deepEqual(await domain.audit(slug, {}, 'all'), before);
    assert.equal(fixture.told.length, from);
    assert.equal((await domain.listCustomers(slug, {})).items.length, 0);
  });

  it('administrator keys are never imported', async () => {
    await assert.rejects(
      domain.importKeys(admin, 'lostwax', [foreign({ scopes: ['admin'] })], false),
      withCode('method_not_offered'),
    );
  });

  it('an administrator key that lost its permission imports nothing', async () => {
    const slug = await workspace(fixture);
    const { key } = await domain.issue(admin, 'lostwax', {
      customer: 'ada',
      scopes: [`keys:create@${slug}`],
    });
    const actor = { ...admin, id: key.id };
    await domain.importKeys(actor, slug, [foreign()], false);
    await domain.revoke(admin, 'lostwax', key.id);
    await assert.rejects(domain.importKeys(actor, slug, [foreign()], false), withCode('invalid_key'));
  });
});
