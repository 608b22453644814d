import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HALF_PIN_BYTES, PIN_BYTES, parsePin, pinText } from '../src/index.ts';

describe('the text of a pin', () => {
  it('is read as it was written, at its length only', () => {
    for (const [bytes, other] of [
      [HALF_PIN_BYTES, PIN_BYTES],
      [PIN_BYTES, HALF_PIN_BYTES],
    ] as const) {
      fc.assert(
        fc.property(fc.uint8Array({ minLength: bytes, maxLength: bytes }), (pin) => {
          assert.deepEqual(parsePin(pinText(pin), bytes), Buffer.from(pin));
          assert.equal(parsePin(pinText(pin), other), undefined);
        }),
      );
    }
  });

  it('has one spelling', () => {
    const text = Buffer.alloc(HALF_PIN_BYTES, 0xff).toString('base64url');
    const others = [
      `${text}=`,
      `${text.slice(0, -1)}x`,
      text.replaceAll('_', '/'),
      text.slice(1),
      `${text} `,
      '',
    ];
    for (const wrong of [...others, undefined, 7, {}])
      assert.equal(parsePin(wrong, HALF_PIN_BYTES), undefined, String(wrong));
  });
});
