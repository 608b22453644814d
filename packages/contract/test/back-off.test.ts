import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BackOff } from '../src/back-off.ts';

describe('back-off', () => {
  const limits = { firstMilliseconds: 100, mostMilliseconds: 5_000 };
  const bounds = [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000];

  for (const random of [0, 0.5, 0.999])
    it(`doubles up to the limit, waits at least half, and starts again after a reset (random ${random})`, () => {
      const backOff = new BackOff({ ...limits, random: () => random });
      for (const most of bounds) assert.equal(backOff.next(), (most / 2) * (1 + random));
      for (let count = 0; count < 2_000; count++) assert.ok(backOff.next() <= 5_000);
      backOff.reset();
      assert.ok(backOff.next() <= 100);
    });

  it('spreads the waits of many readers', () => {
    const waits = Array.from({ length: 20 }, () => new BackOff(limits).next());
    assert.ok(new Set(waits).size > 10);
  });

  it('never waits longer than the limit, even when the first wait exceeds it', () => {
    assert.ok(new BackOff({ firstMilliseconds: 900, mostMilliseconds: 300 }).next() <= 300);
  });
});
