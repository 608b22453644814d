import assert from 'node:assert/strict';
import { once } from 'node:events';
import { it } from 'node:test';
import { PinTable } from '../../src/pin-table.ts';
import { AttachedPins } from '../../src/pins/attached.ts';
import { pinOfNumber } from '../support/pins.ts';

it('a message that arrives before its number is raised loses no pin', async (t) => {
  const table = new PinTable();
  table.add(pinOfNumber(1));
  const shared = table.share();
  // Two threads have two views of one cell. Here the reader's view stays the same while the writer continues.
  const behind = new Int32Array(new SharedArrayBuffer(4));
  behind[0] = shared.generation;
  const pins = new AttachedPins({ ...shared, control: behind.buffer });
  t.after(() => pins.close());
  shared.port.ref();
  table.add(pinOfNumber(2));
  await once(shared.port, 'message');
  assert.ok(pins.has(pinOfNumber(1)));
  assert.ok(pins.has(pinOfNumber(2)));
  Atomics.store(behind, 0, shared.generation + 1);
  assert.ok(pins.has(pinOfNumber(1)));
  assert.ok(pins.has(pinOfNumber(2)));
  // A number without a message: the writer has closed.
  Atomics.store(behind, 0, shared.generation + 2);
  assert.ok(!pins.has(pinOfNumber(1)));
});
