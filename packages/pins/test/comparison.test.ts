import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { FollowedKeys } from '@lostwax/verifier';
import { Comparison } from '../src/comparison.ts';
import { Pending } from '../src/pending.ts';
import type { PinTarget } from '../src/target.ts';

/** Compares once a table that has these pins, with a set that has none. @returns Whether a difference was reported. */
async function compares(pending: Pending, ...pins: readonly string[]): Promise<boolean> {
  const stop = new AbortController();
  const keys = { find: () => undefined } as unknown as FollowedKeys;
  const target = {
    compare: async (find: (pin: string) => unknown) => {
      const different = pins.filter((pin) => find(pin) === undefined);
      stop.abort();
      return different;
    },
  } as unknown as PinTarget;
  let differs = false;
  const comparison = new Comparison(
    keys,
    target,
    () => pending.pins(),
    () => {
      differs = true;
    },
  );
  const ended = once(stop.signal, 'abort');
  await comparison.run(stop.signal);
  await ended;
  return differs;
}

describe('the comparison of a table with the set', () => {
  it('reports a pin that should not be there', async () => {
    assert.equal(await compares(new Pending(), 'a'), true);
  });

  it('does not report a removal that waits, or that is being written', async () => {
    const pending = new Pending();
    pending.remove('a');
    assert.equal(await compares(pending, 'a'), false);
    pending.take(false);
    assert.equal(await compares(pending, 'a'), false);
    assert.equal(await compares(pending, 'a', 'b'), true);
  });

  it('reports it once it has been written', async () => {
    const pending = new Pending();
    pending.remove('a');
    pending.take(false);
    pending.written();
    assert.equal(await compares(pending, 'a'), true);
  });
});
