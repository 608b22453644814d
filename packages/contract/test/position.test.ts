import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';
import { EMPTY_DIGEST, parsePosition, positionText, SetDigest } from '../src/index.ts';

const lineage = '9f86d081884c7d65';
const numbers = fc.record({
  epoch: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  seq: fc.maxSafeNat(),
});

it('a position is read as it was written', () => {
  fc.assert(
    fc.property(numbers, fc.uint8Array({ minLength: 16, maxLength: 16 }), (of, bytes) => {
      const position = { lineage, ...of, digest: new SetDigest(bytes).text };
      assert.deepEqual(parsePosition(positionText(position)), position);
    }),
  );
});

it('a position has one spelling', () => {
  const wrong = [
    ...['', '1.42', `${lineage}.1.42`, `${lineage}.0.1.${EMPTY_DIGEST}`, `${lineage}.01.1.${EMPTY_DIGEST}`],
    ...[
      `${lineage}.1.01.${EMPTY_DIGEST}`,
      `${lineage}.1.-1.${EMPTY_DIGEST}`,
      `${lineage}.1.1.${EMPTY_DIGEST}A`,
    ],
    ...[`${lineage}.1.9007199254740992.${EMPTY_DIGEST}`, `${lineage}.1.1.${'A'.repeat(21)}B`],
    ...[`${lineage.toUpperCase()}.1.1.${EMPTY_DIGEST}`, ` ${lineage}.1.1.${EMPTY_DIGEST}`],
  ];
  for (const text of [...wrong, 1.5, null, undefined])
    assert.equal(parsePosition(text), undefined, String(text));
});

it('a digest depends on what is in the set, and not on the way there', () => {
  const pins = Array.from({ length: 50 }, () => randomBytes(32));
  const [forth, back] = [new SetDigest(), new SetDigest()];
  for (const pin of pins) forth.toggle(pin);
  for (const pin of pins.toReversed()) back.toggle(pin);
  assert.equal(forth.text, back.text);
  assert.equal(new SetDigest(forth.bytes).text, new SetDigest(forth.text).text);
  assert.notEqual(forth.text, back.toggle(pins[0] as Buffer).text);
  for (const pin of pins) forth.toggle(pin);
  assert.equal(forth.text, EMPTY_DIGEST);
});
