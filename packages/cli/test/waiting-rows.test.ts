import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { WaitingRows } from '../src/import/waiting-rows.ts';

describe('rows that wait to be imported', () => {
  it('leave by customer, the first one first, and each customer’s in their order', () => {
    const rows = new WaitingRows<string>();
    for (const row of ['a1', 'b1', 'a2', 'c1', 'b2', 'a3']) rows.add(row.charAt(0), row);
    assert.deepEqual(rows.take(4), ['a1', 'a2', 'a3', 'b1']);
    rows.add('a', 'a4');
    assert.equal(rows.size, 3);
    assert.deepEqual(rows.take(2), ['b2', 'c1']);
    assert.deepEqual(rows.take(2), ['a4']);
    assert.deepEqual([rows.take(2), rows.size], [[], 0]);
  });
});
