import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { PinTable } from '../../src/pin-table.ts';
import { recordText } from '../../src/pins/pins.ts';
import { newPinWords, readPin } from '../../src/pins/words.ts';
import { pinOfNumber } from '../support/pins.ts';

const record = (number: number) => Buffer.from(JSON.stringify({ number, text: 'ä'.repeat(number % 50) }));

for (const withRecords of [false, true]) {
  it(`a table ${withRecords ? 'with' : 'without'} records matches a Set after any additions and removals`, () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 60 })), { maxLength: 400 });
    fc.assert(
      fc.property(steps, (list) => {
        const table = new PinTable({ withRecords });
        const model = new Set<number>();
        for (const [adds, number] of list) {
          const pin = pinOfNumber(number);
          const changed = adds ? table.add(pin, record(number)) : table.remove(pin);
          assert.equal(changed, adds ? !model.has(number) : model.delete(number));
          if (adds) model.add(number);
        }
        assert.equal(table.size, model.size);
        for (let number = 0; number <= 60; number++) {
          const pin = pinOfNumber(number);
          assert.equal(table.has(pin), model.has(number));
          const found = table.find(pin);
          assert.equal(found !== undefined, model.has(number));
          if (withRecords && found) assert.equal(recordText(found), record(number).toString());
        }
      }),
      { numRuns: 100 },
    );
  });
}

it('a table and its memory grow to 50,000 pins and shrink again', () => {
  const table = new PinTable();
  const pin = newPinWords();
  for (let number = 0; number < 50_000; number++) table.add(pinOfNumber(number, pin));
  assert.equal(table.size, 50_000);
  assert.ok(table.byteLength / table.size <= 24, `${table.byteLength / table.size} bytes a key`);
  for (let number = 0; number < 50_000; number++) assert.ok(table.has(pinOfNumber(number, pin)));
  for (let number = 50_000; number < 60_000; number++) assert.ok(!table.has(pinOfNumber(number, pin)));
  for (let number = 100; number < 50_000; number++) assert.ok(table.remove(pinOfNumber(number, pin)));
  for (let number = 0; number < 50_000; number++)
    assert.equal(table.has(pinOfNumber(number, pin)), number < 100);
  assert.ok(table.byteLength < 300_000, `${table.byteLength} bytes for 100 keys`);
});

it('keys that keep coming and going neither fill a table nor lengthen its probes', () => {
  const table = new PinTable();
  const pin = newPinWords();
  for (let number = 0; number < 2_000; number++) table.add(pinOfNumber(number, pin));
  const bytes = table.byteLength;
  for (let number = 2_000; number < 100_000; number++) {
    table.add(pinOfNumber(number, pin));
    table.remove(pinOfNumber(number - 1_000, pin));
  }
  assert.equal(table.size, 2_000);
  assert.ok(table.byteLength < bytes * 1.5, `${bytes} bytes became ${table.byteLength}`);
});

it('reserved space holds the announced pins without growing', () => {
  const table = new PinTable();
  table.reserve(100_000);
  const { byteLength } = table;
  const pin = newPinWords();
  for (let number = 0; number < 100_000; number++) table.add(pinOfNumber(number, pin));
  assert.equal(table.byteLength, byteLength);
  assert.ok(byteLength / table.size <= 24, `${byteLength / table.size} bytes a key`);
});

it('pins that differ only in their second half are distinct if whole pins are compared', () => {
  const table = new PinTable({ withRecords: true });
  const pin = pinOfNumber(1);
  const other = pin.slice();
  other[7] = (other[7] as number) ^ 1;
  table.add(pin, record(1));
  assert.ok(!table.has(other));
  table.add(other, record(2));
  assert.equal(recordText(table.find(pin) as never), record(1).toString());
  assert.equal(recordText(table.find(other) as never), record(2).toString());
  assert.ok(table.remove(pin));
  assert.ok(table.has(other));
});

it('pins that begin like the mark of an empty or dead slot are stored like others', () => {
  const table = new PinTable();
  for (const first of [0, 1]) {
    const bytes = Buffer.alloc(16, 7);
    bytes.writeInt32LE(first);
    const pin = newPinWords();
    readPin(new DataView(bytes.buffer, bytes.byteOffset, 16), 0, 16, pin);
    assert.ok(table.add(pin));
    assert.ok(table.has(pin));
    assert.ok(!table.add(pin));
    assert.equal(table.size, first + 1);
  }
});

it('a table takes over the contents of another in one step', () => {
  const table = new PinTable();
  const newer = new PinTable();
  for (let number = 0; number < 1_000; number++) table.add(pinOfNumber(number));
  for (let number = 500; number < 1_500; number++) newer.add(pinOfNumber(number));
  table.takeOver(newer);
  assert.equal(table.size, 1_000);
  for (let number = 0; number < 1_500; number++) assert.equal(table.has(pinOfNumber(number)), number >= 500);
});
