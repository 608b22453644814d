import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { makeKeyId } from '../src/key-id.ts';
import { isOpaqueKey, makeOpaqueKey, opaqueKeysIn, readOpaqueKey } from '../src/opaque-key.ts';

const prefixes = ['ac', 'acme', 'acme_live', 'a_b_c', 'abcdefghijklmnop'];

describe('an opaque key', () => {
  it('is the prefix, 43 random characters and a check of 6', () => {
    for (const prefix of prefixes) {
      const key = makeOpaqueKey(prefix);
      assert.match(key, new RegExp(`^${prefix}_[0-9A-Za-z]{49}$`));
      assert.ok(isOpaqueKey(key), key);
    }
  });

  it('differs from every other, and uses every character', () => {
    const keys = new Set(Array.from({ length: 500 }, () => makeOpaqueKey('acme')));
    assert.equal(keys.size, 500);
    assert.equal(new Set([...keys].flatMap((key) => [...key.slice(5, 48)])).size, 62);
  });

  it('is not made for a prefix that no workspace can have', () => {
    for (const prefix of ['', 'a', 'Acme', 'acme_fe', 'acme-live'])
      assert.throws(() => makeOpaqueKey(prefix), { code: 'prefix_invalid' }, prefix);
  });

  it('is known to be mistyped when any one character is changed', () => {
    const key = makeOpaqueKey('acme');
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: key.length - 1 }),
        fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'),
        (at, other) => {
          fc.pre(key[at] !== other);
          assert.equal(readOpaqueKey(`${key.slice(0, at)}${other}${key.slice(at + 1)}`), 'mistyped');
        },
      ),
    );
  });

  it('is known to be in another case, or to lack its end', () => {
    const key = makeOpaqueKey('acme_live');
    assert.equal(readOpaqueKey(key.toUpperCase()), 'mistyped');
    assert.equal(readOpaqueKey(key.toLowerCase()), 'mistyped');
    assert.equal(readOpaqueKey(key.slice(0, -1)), 'truncated');
    assert.equal(readOpaqueKey(key.slice(0, 30)), 'truncated');
  });

  it('is none of these', () => {
    const key = makeOpaqueKey('acme');
    for (const text of [
      '',
      'acme',
      'acme_',
      makeKeyId('acme'),
      `${key}\n`,
      ` ${key}`,
      `${key}x`,
      `"${key}"`,
      'eyJraWQiOi.a.b',
    ])
      assert.equal(readOpaqueKey(text), undefined, JSON.stringify(text));
  });

  it('is found in a longer text, whatever surrounds it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...prefixes), fc.string(), fc.string(), (prefix, before, after) => {
        const key = makeOpaqueKey(prefix);
        const text = `${before}${key}${after}`;
        const found = opaqueKeysIn(text).map(({ start, end }) => text.slice(start, end));
        assert.ok(
          found.some((one) => key.endsWith(one)),
          text,
        );
      }),
    );
    assert.deepEqual(opaqueKeysIn(`a ${makeKeyId('acme')} b`), []);
    assert.deepEqual(opaqueKeysIn(`sha256_${'a'.repeat(64)} ref_${'0'.repeat(42)}`), []);
  });

  it('is found without its check only as a word, since signatures in base64url look alike', () => {
    const cut = makeOpaqueKey('acme').slice(0, -6);
    assert.equal(opaqueKeysIn(`see ${cut}, please`).length, 1);
    for (let n = 0; n < 20_000; n += 1) {
      const signature = randomBytes(64).toString('base64url');
      assert.deepEqual(opaqueKeysIn(`{"signature":"${signature}"}`), [], signature);
    }
  });
});
