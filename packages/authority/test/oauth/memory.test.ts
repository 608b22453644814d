import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ShortLived } from '../../src/oauth/short-lived.ts';
import { SigningKeys } from '../../src/oauth/signing-keys.ts';

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

describe('short-term memory', () => {
  it('forgets an entry when it expires', () => {
    let now = 0;
    const seen = new ShortLived(() => now);
    seen.add('a', 60);
    now = 59_999;
    assert.ok(seen.has('a'));
    assert.deepEqual(seen.live(), ['a']);
    now = 60_000;
    assert.ok(!seen.has('a'));
    assert.deepEqual(seen.live(), []);
  });

  it('is bounded: when full, it accepts nothing more and forgets nothing early', () => {
    let now = 0;
    const seen = new ShortLived(() => now);
    for (let id = 0; id < 20_000; id++) seen.add(`${id}`, 60);
    assert.throws(() => seen.add('more', 60), { error: 'temporarily_unavailable', status: 503 });
    assert.ok(seen.has('0'));
    now = 60_000;
    seen.add('more', 60);
    assert.ok(seen.has('more'));
  });
});
