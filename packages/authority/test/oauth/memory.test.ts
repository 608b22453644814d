import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { tokenMemory } from '../../src/domain/clients/token-memory.ts';
import { forgetEnded } from '../../src/domain/forget.ts';
import { SigningKeys } from '../../src/oauth/signing-keys.ts';
import { openFixture, workspace } from '../support/fixture.ts';

const HOUR = 3_600_000;

describe('the keys that sign access tokens', () => {
  it('rotate: each is published long before it signs, and for a while after', () => {
    let now = 1_800_000_000_000;
    const keys = new SigningKeys(() => now);
    const published = (): readonly string[] => keys.published.map(({ publicJwk }) => publicJwk.kid);
    const first = keys.current.publicJwk.kid;
    const [, second] = published();
    assert.deepEqual(published(), [first, second]);
    now += 6 * HOUR - 1;
    assert.equal(keys.current.publicJwk.kid, first);
    now += 1;
    assert.equal(keys.current.publicJwk.kid, second);
    const [, third] = published();
    assert.deepEqual(published(), [second, third, first]);
    now += HOUR / 2;
    assert.deepEqual(published(), [second, third]);
    now += 30 * HOUR;
    assert.equal(keys.current.publicJwk.kid, third);
  });

  it('are published without their private halves', () => {
    for (const { publicJwk } of new SigningKeys(Date.now).published)
      assert.deepEqual(Object.keys(publicJwk), ['kty', 'crv', 'x', 'y', 'kid', 'alg', 'use']);
  });
});

describe('what is remembered of access tokens', () => {
  it('counts until it expires, for every replica and after a restart', async () => {
    const fixture = await openFixture();
    const slug = await workspace(fixture);
    const memory = await fixture.domain.tokenMemory(slug);
    const until = fixture.clock.now + 60_000;
    assert.deepEqual([await memory.use('a', until), await memory.use('a', until)], [true, false]);
    await memory.revoke('token', until);
    const other = await tokenMemory(fixture.context, slug);
    assert.deepEqual([await other.wasUsed('a'), await other.isRevoked('token')], [true, true]);
    assert.deepEqual(await other.revoked(), ['token']);
    fixture.clock.now += 60_000;
    assert.deepEqual([await other.wasUsed('a'), await other.isRevoked('token')], [false, false]);
    assert.deepEqual(await other.revoked(), []);
    await forgetEnded(fixture.context);
    assert.deepEqual(await fixture.store.read.shortLived.over(Number.MAX_SAFE_INTEGER, 10), []);
  });

  it('refuses to revoke more tokens than a gate reads, and counts only those that have not expired', async () => {
    const fixture = await openFixture();
    const slug = await workspace(fixture);
    const memory = await fixture.domain.tokenMemory(slug);
    const workspace_id = (await fixture.store.read.workspaces.bySlug(slug))?.id ?? assert.fail();
    const until = fixture.clock.now + 60_000;
    await fixture.store.write(async ({ db }) => {
      for (let n = 0; n < 20_000; n += 1)
        await db.shortLived.put({ workspace_id, kind: 'revoked', id: `${n}`, content: '', until });
    });
    assert.equal(await memory.revoke('one more', until), false);
    assert.equal(await memory.isRevoked('one more'), false);
    fixture.clock.now += 60_000;
    assert.equal(await memory.revoke('one more', until + 60_000), true);
  });

  it('an ID is used once, whoever asks at the same time, and per workspace', async () => {
    const fixture = await openFixture();
    const [one, two] = [await workspace(fixture), await workspace(fixture)];
    const until = fixture.clock.now + 60_000;
    const memory = await fixture.domain.tokenMemory(one);
    const first = await Promise.all(Array.from({ length: 5 }, () => memory.use('x', until)));
    assert.equal(first.filter(Boolean).length, 1);
    assert.ok(await (await fixture.domain.tokenMemory(two)).use('x', until));
  });
});
