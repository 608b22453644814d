import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseToken } from '@lostwax/core';
import type { Key, NewKey, Rotation } from '../../../src/domain/keys/types.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const fixture = await openFixture();
const { domain, admin, clock } = fixture;
const slug = await workspace(fixture);
const DAY = 86_400;

async function issue(input: Partial<NewKey> = {}): Promise<Key> {
  return (await domain.issue(admin, slug, { customer: 'rotating', ...input })).key;
}
const rotate = (id: string, rotation: Rotation = {}) => domain.rotate(admin, slug, id, rotation);
const undo = (id: string) => domain.changeRotation(admin, slug, id, { cancel: true });
const moveEnd = (id: string, endsAt: number) => domain.changeRotation(admin, slug, id, { endsAt });
const stateOf = async (id: string) => (await domain.key(slug, id, 'all')).state;

describe('the expiration before a rotation', () => {
  it('is in the record during the overlap, and is restored by undoing', async () => {
    const expiresAt = clock.now + 90 * DAY * 1_000;
    for (const [input, original] of [
      [{ expiresAt }, expiresAt],
      [{}, null],
    ] as const) {
      const old = await issue(input);
      assert.equal(old.originalExpiresAt, null);
      const { key, replaces } = await rotate(old.id);
      assert.deepEqual([replaces.originalExpiresAt, key.originalExpiresAt], [original, null]);
      const undone = await undo(old.id);
      assert.deepEqual([undone.expiresAt, undone.originalExpiresAt], [original, null]);
    }
  });
});

describe('a successor', () => {
  it("has the old key's properties by default", async () => {
    const said = { name: 'shop', scopes: ['r', 'w'], claims: { plan: 'gold' }, metadata: { ticket: 1 } };
    const old = await issue(said);
    const { key, token, replaces } = await rotate(old.id);
    const { name, scopes, claims, metadata, customer, expiresAt } = key;
    assert.deepEqual({ name, scopes, claims, metadata }, said);
    assert.deepEqual(
      [customer, expiresAt, key.replaces, replaces.replacedBy],
      ['rotating', null, old.id, key.id],
    );
    const { scope, plan, jti } = parseToken(token).claims;
    assert.deepEqual([scope, plan, jti], ['r w', 'gold', key.id]);

    const next = await rotate(key.id, {
      name: 'new',
      scopes: ['r'],
      claims: { plan: 'tin' },
      expiresAt: clock.now + DAY * 1000,
    });
    assert.deepEqual([next.key.name, next.key.scopes, next.key.claims], ['new', ['r'], { plan: 'tin' }]);
    assert.equal(parseToken(next.token).claims.exp, (clock.now + DAY * 1000) / 1000);
  });

  it('lives exactly as long as the old key was created for, however often it is rotated', async () => {
    clock.now += 617;
    let key = await issue({ expiresAt: clock.now + 90 * DAY * 1000 });
    for (let n = 0; n < 5; n++) {
      await fixture.pass(1.777);
      key = (await rotate(key.id)).key;
      assert.equal(key.expiresAt, Math.floor((clock.now + 90 * DAY * 1000) / 1000) * 1000);
    }
    assert.equal((await rotate(key.id, { expiresAt: null })).key.expiresAt, null);
    const last = await issue({ expiresAt: Date.UTC(9999, 11, 31, 23, 59, 59) });
    await fixture.pass(10);
    assert.equal(
      (await rotate(last.id)).key.expiresAt,
      last.expiresAt,
      'the end of the year 9999 is the end',
    );
  });

  it('is unique, and only active keys can have one', async () => {
    const [replaced, disabled, revoked, expired] = [
      await issue(),
      await issue(),
      await issue(),
      await issue({ expiresAt: clock.now + 2000 }),
    ];
    await rotate(replaced.id);
    await domain.disable(admin, slug, disabled.id);
    await domain.revoke(admin, slug, revoked.id);
    await fixture.pass(3);
    await assert.rejects(rotate(replaced.id), withCode('key_replaced'));
    await assert.rejects(rotate(disabled.id), withCode('key_disabled'));
    await assert.rejects(rotate(revoked.id), withCode('key_ended'));
    await assert.rejects(rotate(expired.id), withCode('key_ended'));
    await assert.rejects(rotate('ws_00_none'), withCode('key_not_found'));
  });

  it('is created once if two rotate at once', async () => {
    const old = await issue();
    const outcomes = await Promise.allSettled([rotate(old.id), rotate(old.id), rotate(old.id)]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    assert.equal(refused.length, 2);
    for (const { reason } of refused) withCode('key_replaced')(reason);
  });
});

describe('an overlap', () => {
  it('is a day by default; then the old key expires, and the successor lives on', async () => {
    const old = await issue();
    const { key, replaces } = await rotate(old.id);
    assert.equal(replaces.expiresAt, clock.now + DAY * 1000);
    await fixture.pass(DAY - 1);
    assert.deepEqual([await stateOf(old.id), await stateOf(key.id)], ['active', 'active']);
    await fixture.pass(1);
    assert.deepEqual([await stateOf(old.id), await stateOf(key.id)], ['expired', 'active']);
    assert.equal((await domain.key(slug, old.id, 'all')).replacedBy, key.id);
  });

  it("of zero seconds ends the old key at once; no overlap outlives the old key's expiry", async () => {
    assert.equal((await rotate((await issue()).id, { overlapSeconds: 0 })).replaces.state, 'expired');
    const soon = await issue({ expiresAt: clock.now + 60_000 });
    assert.equal((await rotate(soon.id)).replaces.expiresAt, soon.expiresAt);
  });

  it('can be moved both ways, up to the expiry that the old key had', async () => {
    const old = await issue({ expiresAt: Math.ceil(clock.now / 1000) * 1000 + 10 * DAY * 1000 });
    await rotate(old.id);
    for (const days of [5, 1, 2]) {
      const moved = await moveEnd(old.id, clock.now + days * DAY * 1000);
      assert.equal(moved.expiresAt, clock.now + days * DAY * 1000);
    }
    await assert.rejects(moveEnd(old.id, (old.expiresAt as number) + 1), withCode('expiry_not_allowed'));
    const free = await issue();
    await rotate(free.id);
    await assert.rejects(moveEnd(free.id, Date.UTC(10_000, 0, 1)), withCode('expiry_not_allowed'));
  });

  it('can be ended, even by a slightly slow clock, but not in the distant past or after it is over', async () => {
    const old = await issue();
    await rotate(old.id);
    await assert.rejects(moveEnd(old.id, clock.now - DAY * 1000), withCode('expiry_not_allowed'));
    assert.equal((await moveEnd(old.id, clock.now - 60_000)).state, 'expired');
    await assert.rejects(moveEnd(old.id, clock.now + 60_000), withCode('key_ended'));
    await assert.rejects(undo(old.id), withCode('key_ended'));
    await assert.rejects(undo((await issue()).id), withCode('no_rotation'));
  });
});

describe('undoing a rotation', () => {
  it('gives the old key its former expiry back and revokes the successor', async () => {
    for (const expiresAt of [undefined, Math.ceil(clock.now / 1000) * 1000 + 9 * DAY * 1000]) {
      const old = await issue({ expiresAt });
      const { key } = await rotate(old.id);
      const undone = await undo(old.id);
      assert.deepEqual(
        [undone.state, undone.expiresAt, undone.replacedBy],
        ['active', expiresAt ?? null, null],
      );
      assert.equal(await stateOf(key.id), 'revoked');
      await assert.rejects(undo(old.id), withCode('no_rotation'));
      await rotate(old.id);
    }
  });

  it('works when the successor was revoked before, and when the old key is disabled', async () => {
    const old = await issue();
    const { key } = await rotate(old.id);
    await domain.revoke(admin, slug, key.id, 'lost');
    await domain.disable(admin, slug, old.id);
    const undone = await undo(old.id);
    assert.deepEqual([undone.state, undone.expiresAt], ['disabled', null]);
    assert.equal((await domain.key(slug, key.id, 'all')).revocationReason, 'lost');
  });

  it("is refused while the successor's successor is live, which would be a second key", async () => {
    const first = await issue();
    const second = (await rotate(first.id)).key;
    const third = (await rotate(second.id)).key;
    await assert.rejects(undo(first.id), withCode('key_replaced'));
    assert.deepEqual([await stateOf(second.id), await stateOf(third.id)], ['active', 'active']);
    await undo(second.id);
    assert.equal((await undo(first.id)).state, 'active');
    assert.deepEqual([await stateOf(second.id), await stateOf(third.id)], ['revoked', 'revoked']);
  });

  it('keeps an earlier expiry set in the meantime', async () => {
    const old = await issue();
    await rotate(old.id);
    const expiresAt = clock.now + 3_600_000;
    await domain.updateKey(admin, slug, old.id, { expiresAt });
    assert.equal((await undo(old.id)).expiresAt, expiresAt);
  });
});

it("the ledger's invariants hold", async () => {
  await fixture.pass(0);
  assertLedgers(fixture.file, clock.now);
});
