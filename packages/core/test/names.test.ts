import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isCustomer, isKeyIdPrefix, isScope, isSlug, keySetUrl } from '../src/names.ts';

const texts = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('a', 'Z', '0', '9', '_', '-', '"', '\\', ' ', 'f') }),
);

/** Each form as spec/token.md says it, without a regular expression. */
const forms: readonly [string, (text: unknown) => boolean, (text: string) => boolean, string, number][] = [
  ['slug', isSlug, (item) => startsWithLetter(item) && [...item].every((c) => isOneOf(c, '-_')), 'a', 63],
  ['customer', isCustomer, (item) => item !== '' && [...item].every(isVisible), '!', 255],
  [
    'scope',
    isScope,
    (item) => item !== '' && [...item].every((c) => isVisible(c) && !'"\\'.includes(c)),
    '!',
    255,
  ],
  ['key ID prefix', isKeyIdPrefix, isPrefix, 'a', 16],
];

function isVisible(character: string): boolean {
  return character > ' ' && character < '\u007f';
}

function isOneOf(character: string, others: string): boolean {
  return (
    (character >= 'a' && character <= 'z') ||
    (character >= '0' && character <= '9') ||
    others.includes(character)
  );
}

function startsWithLetter(text: string): boolean {
  return text !== '' && text.charAt(0) >= 'a' && text.charAt(0) <= 'z';
}

function isPrefix(text: string): boolean {
  const [first, ...parts] = text.split('_');
  const looksLikeShard = parts.some((part) => part.length === 2 && [...part].every((c) => isHex(c)));
  const letters = [...text].every((c) => isOneOf(c, '_'));
  return first !== undefined && startsWithLetter(text) && text.length > 1 && letters && !looksLikeShard;
}

function isHex(character: string): boolean {
  return '0123456789abcdef'.includes(character);
}

for (const [name, accepts, isRight, character, most] of forms) {
  describe(`a ${name}`, () => {
    it('has exactly the form that spec/token.md gives it', () => {
      fc.assert(
        fc.property(texts, (text) => {
          assert.equal(accepts(text), isRight(text) && text.length <= most, text);
        }),
        { numRuns: 1_000 },
      );
    });

    it(`has at most ${most} characters`, () => {
      assert.ok(accepts(character.repeat(most)));
      assert.ok(!accepts(character.repeat(most + 1)));
    });

    it('is a text of one line', () => {
      for (const other of ['', undefined, null, 7, ['aa'], 'aa\n', '\naa', 'aa\0'])
        assert.ok(!accepts(other), JSON.stringify(other));
    });
  });
}

it('a key set has one address for the whole set and one for each shard', () => {
  const issuer = 'https://keys.example.com/acme';
  assert.equal(keySetUrl(issuer), `${issuer}/.well-known/jwks.json`);
  assert.equal(keySetUrl(issuer, 'fe'), `${issuer}/.well-known/jwks/fe.json`);
});
