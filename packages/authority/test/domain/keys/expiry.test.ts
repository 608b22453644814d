import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseToken } from '@lostwax/core';
import { until } from '../../../../../tools/testing/until.ts';
import { startExpiry } from '../../../src/domain/keys/expiry.ts';
import type { NewKey } from '../../../src/domain/keys/types.ts';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const fixture = await openFixture();
const { domain, admin, clock } = fixture;
const slug = await workspace(fixture);

const issue = (input: Partial<NewKey>) => domain.issue(admin, slug, { customer: 'c', ...input });
const shorten = (id: string, expiresAt: number) => domain.updateKey(admin, slug, id, { expiresAt });
const removed = (id: string) => fixture.told.some((change) => change.kid === id && change.kind === 'removed');

describe('an expiry', () => {
  it('is in the token in whole seconds, and the same in the record', async () => {
    const { key, token } = await issue({ expiresAt: clock.now + 90_999 });
    assert.equal(key.expiresAt, clock.now + 90_000);
    assert.equal(parseToken(token).claims.exp, (clock.now + 90_000) / 1000);
    await fixture.pass(90);
    assert.equal((await domain.key(slug, key.id, 'all')).state, 'expired');
    assert.ok(removed(key.id));
  });

  it('in the past, in this second, or after the year 9999 is refused', async () => {
    clock.now += 300;
    const never = [
      0,
      1,
      -1,
      clock.now - 1,
      clock.now,
      clock.now + 600,
      253_402_300_800_000,
      Number.MAX_SAFE_INTEGER,
    ];
    for (const expiresAt of never)
      await assert.rejects(issue({ expiresAt }), withCode('expiry_not_allowed'), `${expiresAt}`);
    await issue({ expiresAt: 253_402_300_799_000 });
    await issue({ expiresAt: clock.now + 700 });
  });

  it('can be moved earlier, never later, and not removed', async () => {
    const { key } = await issue({ expiresAt: clock.now + 1_000_000 });
    const earlier = await shorten(key.id, clock.now + 500_000);
    assert.equal(earlier.expiresAt, clock.now + 500_000);
    await assert.rejects(shorten(key.id, clock.now + 500_001), withCode('key_immutable'));
    await assert.rejects(shorten(key.id, clock.now), withCode('expiry_not_allowed'));
    const free = await issue({});
    await shorten(free.key.id, clock.now + 5_000);
    await fixture.pass(6);
    await assert.rejects(shorten(free.key.id, clock.now + 1_000), withCode('key_ended'));
    await assert.rejects(domain.enable(admin, slug, free.key.id), withCode('key_ended'));
  });

  it('ends thousands in chunks, each pin once', async () => {
    const expiresAt = clock.now + 2_000;
    const outcomes = await domain.issueMany(
      admin,
      slug,
      Array.from({ length: 1_000 }, () => ({ customer: 'many', expiresAt })),
    );
    const before = fixture.told.length;
    await fixture.pass(3);
    assert.ok(outcomes.every((outcome) => !(outcome instanceof Error) && removed(outcome.key.id)));
    assert.ok(fixture.told.length - before >= 1_000);
    assertLedgers(fixture.file, clock.now);
  });

  it('that has passed is not undone by renaming, suspending or resuming', async () => {
    const { key } = await issue({ customer: 'after', expiresAt: clock.now + 2_000 });
    clock.now += 3_000;
    // The timer hasn't run yet: the first operation that notices removes the pin.
    await domain.updateKey(admin, slug, key.id, { name: 'late' });
    assert.ok(removed(key.id));
    await domain.updateCustomer(admin, slug, 'after', { state: 'suspended' });
    await domain.updateCustomer(admin, slug, 'after', { state: 'active' });
    await fixture.pass(0);
    assertLedgers(fixture.file, clock.now);
  });
});

describe('the timer', () => {
  it('ends keys and overlaps when they are due, whoever set that', async () => {
    const real = { ...fixture.context, now: Date.now };
    clock.now = Date.now();
    const stop = startExpiry(real, (error) => assert.fail(String(error)));
    const at = Date.now();
    const expiresAt = Math.ceil((at + 1_000) / 1000) * 1000;
    const { key } = await issue({ expiresAt });
    const old = (await issue({})).key;
    await domain.rotate(admin, slug, old.id, { overlapSeconds: 1 });
    await until('both have ended', 15_000, () => removed(key.id) && removed(old.id));
    const ended = Date.now();
    assert.ok(ended >= expiresAt, 'not before its time');
    await stop();
    clock.now = Date.now();
    assert.equal((await domain.key(slug, old.id, 'all')).state, 'expired');
  });
});

describe('a clock that jumps ahead and back', () => {
  const YEAR = 366 * 86_400_000;

  it('loses no key: keys that it expired become valid again, except those ended otherwise in the meantime', async () => {
    const expiresAt = clock.now + YEAR / 2;
    const issued = await Promise.all(
      Array.from({ length: 6 }, (_, n) => issue({ customer: `jump${n}`, expiresAt })),
    );
    const [kept = '', revoked = '', disabled = '', suspended = '', erased = '', rotated = ''] = issued.map(
      ({ key }) => key.id,
    );
    await domain.disable(admin, slug, disabled);
    await domain.rotate(admin, slug, rotated, { overlapSeconds: 3_600 });
    clock.now += YEAR;
    await fixture.pass(0);
    for (const id of [kept, rotated]) assert.equal((await domain.key(slug, id, 'all')).state, 'expired');
    await domain.revoke(admin, slug, revoked);
    await domain.updateCustomer(admin, slug, 'jump3', { state: 'suspended' });
    await domain.eraseCustomer(admin, slug, 'jump4');
    clock.now -= YEAR;

    const stop = startExpiry(fixture.context, (error) => assert.fail(String(error)));
    await until('the timer has looked', 15_000, async () => (await published(kept)) === 1);
    await stop();
    assert.equal(await published(rotated), 1, 'the overlap is not over');
    for (const id of [revoked, disabled, suspended, erased]) assert.equal(await published(id), 0, id);
    for (const id of [kept, rotated]) assert.equal((await domain.key(slug, id, 'all')).state, 'active');
    const actions = (await domain.audit(slug, { keyId: kept, limit: 10 }, 'all')).items.map(
      ({ action }) => action,
    );
    assert.deepEqual(actions.slice(0, 2), ['key.unexpire', 'key.expire']);
    assertLedgers(fixture.file, clock.now);
  });

  it('is noticed if only a request has seen it', async () => {
    const { key } = await issue({ expiresAt: clock.now + 100_000 });
    const stop = startExpiry(fixture.context, (error) => assert.fail(String(error)));
    await until('the timer has looked', 15_000, () => fixture.context.shown.latest <= clock.now);
    clock.now += 200_000;
    await domain.updateKey(admin, slug, key.id, { name: 'seen ahead' });
    clock.now -= 200_000;
    assert.ok(removed(key.id), 'the request has ended it');
    await until('the key is back', 15_000, async () => (await published(key.id)) === 1);
    await stop();
    assertLedgers(fixture.file, clock.now);
  });

  it('is noticed while the timer runs', async () => {
    const { key } = await issue({ expiresAt: clock.now + 100_000 });
    const stop = startExpiry(fixture.context, (error) => assert.fail(String(error)));
    clock.now += 200_000;
    await until('the key has ended', 15_000, async () => (await published(key.id)) === 0);
    clock.now -= 200_000;
    await until('the key is back', 15_000, async () => (await published(key.id)) === 1);
    await stop();
    assertLedgers(fixture.file, clock.now);
  });
});

async function published(kid: string): Promise<number> {
  const row = tablesBehind(fixture.store.read).selectFrom('keys').select('published').where('kid', '=', kid);
  return (await row.executeTakeFirstOrThrow()).published;
}
