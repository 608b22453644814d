import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KeyFilter, NewKey } from '../../../src/domain/keys/types.ts';
import { ROWS_PER_TURN } from '../../../src/domain/stretches.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin, clock } = fixture;
const slug = await workspace(fixture);

const issue = async (input: Partial<NewKey> = {}) =>
  (await domain.issue(admin, slug, { customer: 'c', ...input })).key;
const names = async (filter: KeyFilter) =>
  (await domain.listKeys(slug, filter, 'all')).items.map(({ name }) => name);

/** Reads all pages. */
async function pages<T>(
  read: (cursor: string | undefined) => Promise<{ items: readonly T[]; nextCursor: string | null }>,
) {
  const all: T[][] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await read(cursor);
    all.push([...page.items]);
    if (page.nextCursor === null) return all;
    cursor = page.nextCursor;
  }
}

describe('the list of keys', () => {
  it('is newest first; each state is the first of four that applies', async () => {
    const [a, b, c] = [
      await issue({ name: 'a' }),
      await issue({ name: 'b' }),
      await issue({ name: 'c', expiresAt: clock.now + 2000 }),
    ];
    const d = await issue({ name: 'd', expiresAt: clock.now + 2000 });
    await domain.disable(admin, slug, b.id);
    await domain.disable(admin, slug, c.id);
    await domain.revoke(admin, slug, d.id);
    await fixture.pass(3);
    assert.deepEqual(await names({}), ['d', 'c', 'b', 'a']);
    for (const [state, expected] of [
      ['active', 'a'],
      ['disabled', 'b'],
      ['expired', 'c'],
      ['revoked', 'd'],
    ] as const) {
      assert.deepEqual(await names({ state: [state] }), [expected]);
    }
    assert.deepEqual(await names({ state: ['active', 'disabled'] }), ['b', 'a']);
    assert.deepEqual(await names({ state: ['expired', 'revoked'] }), ['d', 'c']);
    assert.deepEqual((await domain.key(slug, a.id, 'all')).state, 'active');
  });

  it('finds keys that expire before a time, page by page; keys that never expire are not among them', async () => {
    const other = await workspace(fixture);
    const soon = clock.now + 30 * 86_400_000;
    for (const [name, expiresAt] of [
      ['early', clock.now + 60_000],
      ['never', null],
      ['late', soon],
      ['almost', soon - 1_000],
    ] as const)
      await domain.issue(admin, other, { customer: 'c', name, expiresAt });
    const expiring = await pages((cursor) =>
      domain.listKeys(other, { expiresBefore: soon, state: ['active'], limit: 1, cursor }, 'all'),
    );
    assert.deepEqual(
      expiring.flat().map(({ name }) => name),
      ['almost', 'early'],
    );
  });

  it('counts ended keys: of a workspace, of a customer, and of an unknown customer', async () => {
    const ending = await workspace(fixture);
    const make = async (customer: string, expiresAt?: number) =>
      (await domain.issue(admin, ending, { customer, expiresAt })).key;
    const [one] = [
      await make('one'),
      await make('one', clock.now + 2000),
      await make('one', clock.now + 90_000),
    ];
    await make('two', clock.now + 2000);
    await domain.revoke(admin, ending, one.id);
    await domain.disable(admin, ending, (await make('two')).id);
    await fixture.pass(3);
    const bounds = { customer: 'two', scopes: null, claims: {}, maxKeys: null };
    for (const [count, customer, view] of [
      [3, undefined, 'all'],
      [2, 'one', 'all'],
      [1, 'two', 'all'],
      [0, 'nobody', 'all'],
      [1, undefined, bounds],
    ] as const)
      assert.deepEqual(await domain.countEndedKeys(ending, customer, view), { count, more: false });
    await assert.rejects(domain.countEndedKeys(ending, 'one', bounds), withCode('customer_not_allowed'));
  });

  it('finds by customer, by a part of the name, by the beginning of the id, by the ending', async () => {
    const key = await issue({ customer: 'finder', name: '100%_Sure\\' });
    for (const filter of [
      { customer: 'finder' },
      { q: '0%_s' },
      { q: 'SURE\\' },
      { q: key.id },
      { q: key.id.slice(0, 12) },
      { q: key.ending },
    ]) {
      assert.deepEqual(await names(filter), [key.name], JSON.stringify(filter));
    }
    for (const filter of [
      { customer: 'find' },
      { q: '1%Sure' },
      { q: '100__Sure' },
      { q: "' OR 1=1 --" },
      { method: 'opaque' },
    ]) {
      assert.deepEqual(await names(filter), [], JSON.stringify(filter));
    }
  });

  it('finds one among thousands without blocking others', async () => {
    const large = await workspace(fixture);
    const items = (count: number, name: string) =>
      Array.from({ length: count }, () => ({ customer: 'c', name }));
    await domain.issueMany(admin, large, items(2, 'needle'));
    for (let made = 0; made < ROWS_PER_TURN; made += 1_000) {
      await domain.issueMany(admin, large, items(1_000, 'hay'));
    }
    let turns = 0;
    let immediate = setImmediate(function turn() {
      turns += 1;
      immediate = setImmediate(turn);
    });
    const found = await domain.listKeys(large, { q: 'needle' }, 'all');
    clearImmediate(immediate);
    assert.deepEqual([found.items.length, found.nextCursor], [2, null]);
    assert.ok(turns > 0);
    const all = await pages((cursor) =>
      domain.listKeys(large, { state: ['active'], limit: 500, cursor }, 'all'),
    );
    assert.equal(all.flat().length, ROWS_PER_TURN + 2);
    assert.equal(all.length, 11);
    assert.equal(
      (await domain.listKeys(large, { customer: 'c', q: 'needle', limit: 1 }, 'all')).items.length,
      1,
    );
  });

  it('continues where a page ended, even if keys were added', async () => {
    const other = await workspace(fixture);
    await domain.issueMany(
      admin,
      other,
      Array.from({ length: 25 }, (_, n) => ({ customer: 'c', name: `${n}` })),
    );
    let first = true;
    const all = await pages(async (cursor) => {
      const page = await domain.listKeys(other, { limit: 10, cursor }, 'all');
      if (first) await domain.issue(admin, other, { customer: 'c', name: 'late' });
      first = false;
      return page;
    });
    assert.deepEqual(
      all.map((page) => page.length),
      [10, 10, 5],
    );
    assert.deepEqual(
      all.flat().map(({ name }) => name),
      Array.from({ length: 25 }, (_, n) => `${24 - n}`),
    );
    for (const cursor of ['x', '', Buffer.from('1e3').toString('base64url')]) {
      await assert.rejects(domain.listKeys(other, { cursor }, 'all'), withCode('invalid_request'), cursor);
    }
  });
});

describe('the list of customers', () => {
  it('has a record from the first key on, found by id or name, page by page', async () => {
    const other = await workspace(fixture);
    await domain.issueMany(
      admin,
      other,
      ['ann', 'bob', 'cy', 'ann'].map((customer) => ({ customer })),
    );
    await domain.updateCustomer(admin, other, 'cy', { name: 'Cyril Annan' });
    const read = (q?: string) => pages((cursor) => domain.listCustomers(other, { q, limit: 2, cursor }));
    assert.deepEqual(
      (await read()).map((page) => page.map(({ id }) => id)),
      [['cy', 'bob'], ['ann']],
    );
    assert.deepEqual(
      (await read('ann')).flat().map(({ id, liveKeys }) => [id, liveKeys]),
      [
        ['cy', 1],
        ['ann', 2],
      ],
    );
  });
});

describe('bulk revocation', () => {
  it('revokes keys that match every member; a dry run only lists them', async () => {
    const other = await workspace(fixture);
    const filters = {
      customer: 'x',
      createdBy: admin.id,
      createdAfter: clock.now - 1,
      createdBefore: clock.now + 1,
    };
    const batch = (customer: string, length: number) =>
      domain.issueMany(
        admin,
        other,
        Array.from({ length }, () => ({ customer })),
      );
    await batch('x', 1_000);
    await batch('x', 200);
    await batch('y', 5);
    const expected = { count: 1_200, dryRun: true };
    const { keyIds, keys, ...dry } = await domain.revokeMany(admin, other, filters, { dryRun: true });
    assert.deepEqual(
      keys.map(({ id }) => id),
      keyIds.slice(0, 100),
    );
    assert.deepEqual([dry, keyIds.length], [expected, 1_000]);
    assert.equal((await domain.customer(other, 'x')).liveKeys, 1_200);
    const done = await domain.revokeMany(admin, other, filters, { dryRun: false, reason: 'breach' });
    assert.deepEqual(done, { ...expected, keyIds, keys: [], dryRun: false });
    assert.equal((await domain.revokeMany(admin, other, filters, { dryRun: false })).count, 0);
    assert.deepEqual(
      [(await domain.customer(other, 'x')).liveKeys, (await domain.customer(other, 'y')).liveKeys],
      [0, 5],
    );
  });

  it('revokes nothing if the number of matching keys differs from the expected one', async () => {
    const other = await workspace(fixture);
    const ids = [];
    for (const customer of ['x', 'x', 'y']) ids.push((await domain.issue(admin, other, { customer })).key.id);
    const revoke = (expectedCount: number, customer = 'x') =>
      domain.revokeMany(admin, other, { customer }, { dryRun: false, expectedCount });
    for (const wrong of [0, 1, 3]) await assert.rejects(revoke(wrong), withCode('count_changed'));
    await assert.rejects(revoke(1, 'nobody'), withCode('count_changed'));
    assert.equal((await domain.customer(other, 'x')).liveKeys, 2);
    assert.equal((await revoke(0, 'nobody')).count, 0);
    assert.deepEqual((await revoke(2)).keyIds, [ids[1], ids[0]]);
    await assert.rejects(revoke(2), withCode('count_changed'));
    assert.equal((await domain.customer(other, 'y')).liveKeys, 1);
  });

  it('requires at least one member, and leaves what does not match', async () => {
    await assert.rejects(domain.revokeMany(admin, slug, {}, { dryRun: false }), withCode('invalid_request'));
    await assert.rejects(
      domain.revokeMany(admin, slug, { customer: undefined }, { dryRun: false }),
      withCode('invalid_request'),
    );
    for (const filter of [
      { createdBy: 'x' },
      { createdAfter: clock.now + 1 },
      { createdBefore: 1 },
      { customer: 'nobody' },
    ]) {
      assert.equal((await domain.revokeMany(admin, slug, filter, { dryRun: false })).count, 0);
    }
  });
});
