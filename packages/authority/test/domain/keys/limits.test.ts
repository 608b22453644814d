import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewKey, RotationChange } from '../../../src/domain/keys/types.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);

const issue = async (customer: string, input: Partial<NewKey> = {}) =>
  (await domain.issue(admin, slug, { customer, ...input })).key;
const limit = (customer: string, maxKeys: number | null) =>
  domain.updateCustomer(admin, slug, customer, { maxKeys });
const liveKeys = async (customer: string) => (await domain.customer(slug, customer)).liveKeys;

describe('a key limit', () => {
  it('counts active and disabled keys, and neither revoked nor expired ones', async () => {
    const [first, second] = [
      await issue('counted'),
      await issue('counted', { expiresAt: fixture.clock.now + 5000 }),
    ];
    assert.equal((await limit('counted', 2)).liveKeys, 2);
    await domain.disable(admin, slug, first.id);
    await assert.rejects(issue('counted'), withCode('key_limit_reached'));
    await fixture.pass(6);
    await issue('counted');
    await assert.rejects(issue('counted'), withCode('key_limit_reached'));
    await domain.revoke(admin, slug, first.id);
    await issue('counted');
    assert.equal(await liveKeys('counted'), 2);
    await domain.revoke(admin, slug, second.id);
    await limit('counted', null);
    for (let n = 0; n < 3; n++) await issue('counted');
  });

  it('does not count a successor while the old key lives', async () => {
    const old = await issue('rotating');
    await limit('rotating', 1);
    const { key } = await domain.rotate(admin, slug, old.id, { overlapSeconds: 100 });
    assert.equal(await liveKeys('rotating'), 1);
    await domain.disable(admin, slug, old.id);
    assert.equal(await liveKeys('rotating'), 1, 'a disabled key lives');
    await fixture.pass(100);
    assert.equal(await liveKeys('rotating'), 1);
    await assert.rejects(issue('rotating'), withCode('key_limit_reached'));
    await domain.revoke(admin, slug, key.id);
    await issue('rotating');
  });

  it('cannot be bypassed by rotating and undoing', async () => {
    const first = await issue('clever');
    await limit('clever', 1);
    const second = (await domain.rotate(admin, slug, first.id, {})).key;
    await assert.rejects(domain.rotate(admin, slug, second.id, {}), withCode('key_limit_reached'));
    await domain.changeRotation(admin, slug, first.id, { cancel: true });
    await fixture.pass(2 * 86_400);
    assert.equal(await liveKeys('clever'), 1);
  });

  it("cannot be bypassed by a chain of rotations: a successor's successor counts", async () => {
    const first = await issue('chain');
    await limit('chain', 2);
    const second = (await domain.rotate(admin, slug, first.id, { overlapSeconds: 100 })).key;
    const third = (await domain.rotate(admin, slug, second.id, { overlapSeconds: 200 })).key;
    assert.equal(await liveKeys('chain'), 2);
    for (const overlapSeconds of [0, 200]) {
      const again = domain.rotate(admin, slug, third.id, { overlapSeconds });
      await assert.rejects(again, withCode('key_limit_reached'));
    }
    await fixture.pass(100);
    assert.equal(await liveKeys('chain'), 1, 'the second, whose successor is the third');
    await domain.rotate(admin, slug, third.id, { overlapSeconds: 200 });
    assert.equal(await liveKeys('chain'), 2);
    await fixture.pass(200);
    assert.equal(await liveKeys('chain'), 1);
  });

  it('holds for fifty concurrent requests', async () => {
    await issue('racing');
    await limit('racing', 10);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => issue('racing')));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(refused.length, 41);
    for (const { reason } of refused) withCode('key_limit_reached')(reason);
    assert.equal(await liveKeys('racing'), 10);
  });

  it('holds within a batch: items beyond it are refused one by one, in order', async () => {
    await issue('batch');
    await limit('batch', 3);
    const outcomes = await domain.issueMany(
      admin,
      slug,
      Array.from({ length: 5 }, () => ({ customer: 'batch' })),
    );
    assert.deepEqual(
      outcomes.map((outcome) => outcome instanceof Error),
      [false, false, true, true, true],
    );
    withCode('key_limit_reached')(outcomes[4]);
  });

  it('of zero allows none; one below the current number ends none', async () => {
    const [{ id }] = [await issue('fewer'), await issue('fewer')];
    await limit('fewer', 0);
    assert.equal((await domain.key(slug, id, 'all')).state, 'active');
    await assert.rejects(issue('fewer'), withCode('key_limit_reached'));
  });
});

describe('a ceiling of scopes', () => {
  it('of a workspace: absent allows any, [] none; a key without scopes has none', async () => {
    const any = await workspace(fixture);
    const none = await workspace(fixture, { scopes: [] });
    const { key } = await domain.issue(admin, any, { customer: 'c', scopes: ['x', 'y:z'] });
    assert.deepEqual(key.scopes, ['x', 'y:z']);
    assert.deepEqual((await domain.issue(admin, none, { customer: 'c' })).key.scopes, []);
    await assert.rejects(
      domain.issue(admin, none, { customer: 'c', scopes: ['x'] }),
      withCode('scope_not_allowed'),
    );
  });

  it('of a customer is a second one: both must allow', async () => {
    const both = await workspace(fixture, { scopes: ['r', 'w'] });
    const ask = (scopes: string[]) => domain.issue(admin, both, { customer: 'c', scopes });
    await ask(['r', 'w']);
    await domain.updateCustomer(admin, both, 'c', { scopes: ['r', 'admin'] });
    await ask(['r']);
    for (const scope of ['w', 'admin']) await assert.rejects(ask([scope]), withCode('scope_not_allowed'));
    await domain.updateCustomer(admin, both, 'c', { scopes: null });
    await ask(['w']);
  });

  it('that was lowered keeps existing scopes, but refuses to rotate or enable the key, which would grant them', async () => {
    const lowered = await workspace(fixture, { scopes: ['r', 'w'] });
    const { key } = await domain.issue(admin, lowered, { customer: 'c', scopes: ['r', 'w'] });
    await domain.disable(admin, lowered, key.id);
    await domain.updateWorkspace(admin, lowered, { scopes: ['r'] });
    await assert.rejects(domain.enable(admin, lowered, key.id), withCode('scope_not_allowed'));
    await domain.updateWorkspace(admin, lowered, { scopes: ['r', 'w'] });
    await domain.enable(admin, lowered, key.id);
    await domain.updateCustomer(admin, lowered, 'c', { scopes: ['r'] });
    assert.equal((await domain.key(lowered, key.id, 'all')).state, 'active');
    await assert.rejects(domain.rotate(admin, lowered, key.id, {}), withCode('scope_not_allowed'));
    assert.deepEqual((await domain.rotate(admin, lowered, key.id, { scopes: ['r'] })).key.scopes, ['r']);
  });

  it('that was lowered refuses to undo a rotation or extend an overlap, which would revive the key', async () => {
    const lowered = await workspace(fixture, { scopes: ['r', 'w'] });
    const { key } = await domain.issue(admin, lowered, { customer: 'c', scopes: ['w'] });
    const change = (what: RotationChange) => domain.changeRotation(admin, lowered, key.id, what);
    await domain.rotate(admin, lowered, key.id, { scopes: ['r'], overlapSeconds: 100 });
    await domain.updateWorkspace(admin, lowered, { scopes: ['r'] });
    await assert.rejects(change({ cancel: true }), withCode('scope_not_allowed'));
    await assert.rejects(change({ endsAt: fixture.clock.now + 200_000 }), withCode('scope_not_allowed'));
    await change({ endsAt: fixture.clock.now + 50_000 });
    await domain.updateWorkspace(admin, lowered, { scopes: null });
    await domain.updateCustomer(admin, lowered, 'c', { scopes: ['r'] });
    await assert.rejects(change({ cancel: true }), withCode('scope_not_allowed'));
    await domain.updateCustomer(admin, lowered, 'c', { scopes: null });
    assert.equal((await change({ cancel: true })).expiresAt, null);
  });

  it('that is lowered while a key is being created applies to that key', async () => {
    const racing = await workspace(fixture, { scopes: ['r'], algorithm: 'RS256' });
    const issuing = domain.issue(admin, racing, { customer: 'c', scopes: ['r'] });
    await domain.updateWorkspace(admin, racing, { scopes: [] });
    await assert.rejects(issuing, withCode('scope_not_allowed'));
  });
});
