/** From when freshness counts if it comes from a pointer with the time of another machine (spec/feed.md §8). */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PointerClock } from '../../src/follower/pointer-clock.ts';
import { UptimeClock } from '../../src/uptime-clock.ts';

const START = 1_800_000_000;

/** A machine that booted 1,000 s ago, with a wall clock that is wrong by `error` seconds. */
function machine(error: number) {
  const time = { seconds: 0 };
  const own = new UptimeClock({
    wallMilliseconds: () => (START + time.seconds + error) * 1_000,
    awakeMilliseconds: () => time.seconds * 1_000,
    uptimeSeconds: () => 1_000 + time.seconds,
  });
  const clock = new PointerClock(own);
  /** How old a pointer of `made` seconds after the start is thought to be when it is asked for at `asked`. */
  const age = (made: number, asked: number): number => {
    time.seconds = asked;
    const now = own.read();
    return Math.round((now.uptimeSeconds - clock.timeOf(START + made, now).uptimeSeconds) * 1_000) / 1_000;
  };
  return { age };
}

it('a pointer is as old as its time says, whenever it is fetched', () => {
  const { age } = machine(0);
  assert.deepEqual([age(0, 1), age(0, 5), age(0, 300), age(299, 301)], [1, 5, 300, 2]);
});

it('a slow clock makes pointers younger by no more than the shortest delay so far', () => {
  const { age } = machine(-8);
  assert.equal(age(0, 1), 0);
  assert.equal(age(0, 30), 29);
  assert.equal(age(0, 300), 299);
});

it('a fast clock makes pointers older', () => {
  const { age } = machine(60);
  assert.deepEqual([age(0, 1), age(1, 2)], [61, 61]);
});

it('a pointer from the future is never younger than now, and from far in the future counts for nothing', () => {
  const { age } = machine(-9);
  assert.equal(age(0.5, 1), 0);
  assert.throws(() => machine(-11).age(1, 1), { code: 'clocks_differ' });
  const later = machine(0);
  assert.throws(() => later.age(3_600, 1), { code: 'clocks_differ' });
  assert.equal(later.age(2, 3), 1, 'the wrong one leaves nothing behind');
});
