/** How fresh a set is, exactly (spec/feed.md §6), and the clocks and timers for it. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Position, SetDigest } from '@lostwax/contract';
import { position } from '../../../../tools/testing/position.ts';
import { HeadWatch } from '../../src/follower/head-watch.ts';
import { Freshness } from '../../src/freshness.ts';
import { UptimeClock } from '../../src/uptime-clock.ts';
import { scene } from '../support/scene.ts';

it('a set is valid up to and including maxStale, and its freshness never goes back', () => {
  const freshness = new Freshness(300);
  assert.equal(freshness.isFresh(0), false);
  assert.equal(freshness.ageSeconds(5), Number.POSITIVE_INFINITY);
  freshness.confirm(1_000);
  assert.equal(freshness.isFresh(1_300), true);
  assert.equal(freshness.isFresh(1_300.01), false);
  freshness.confirm(900);
  assert.equal(freshness.isFresh(1_300), true);
  freshness.confirm(1_000.99);
  // Rounded down to an eighth: never younger than it is.
  assert.equal(freshness.sinceSeconds, 1_000.875);
  assert.equal(new Freshness(300, freshness.buffer).sinceSeconds, 1_000.875);
  freshness.reset();
  assert.equal(freshness.isFresh(1_001), false);
});

it('a set that is confirmed at uptime 0 counts as confirmed', () => {
  const freshness = new Freshness(10);
  freshness.confirm(0);
  assert.equal(freshness.isFresh(5), true);
});

it('a head confirms the set as of its request, not its arrival', async (t) => {
  const { server, issue, follow } = await scene(t);
  issue();
  const DELAY = 200;
  server.misbehave('head', ({ headers }, response) => {
    const { position, issuer } = server.model;
    const answer = JSON.stringify({ position, issuer });
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end(answer), DELAY);
    return headers.host !== undefined;
  });
  const followed = follow();
  await followed.issuer.ready;
  assert.ok(followed.issuer.status().ageSeconds >= DELAY / 1000);
});

it('after a sleep longer than maxStale nothing is accepted until the authority answers', async (t) => {
  const { server, issue, follow, untilSays } = await scene(t);
  const key = issue();
  const shift = { wall: 0, uptime: 0 };
  const followed = follow({ shift, maxStaleSeconds: 6 });
  await followed.issuer.ready;
  assert.equal(followed.says(key.token), 'accepted');
  server.misbehave('head', () => true);
  shift.wall += 7;
  shift.uptime += 7;
  assert.equal(followed.says(key.token), 'set_stale');
  server.misbehave('head', undefined);
  await untilSays(followed, key, 'accepted');
});

it('changing the wall clock makes no set older or younger', async (t) => {
  const { issue, follow } = await scene(t);
  const key = issue();
  const shift = { wall: 0, uptime: 0 };
  const followed = follow({ shift, maxStaleSeconds: 60 });
  await followed.issuer.ready;
  for (const wall of [3_600, -3_600, 1e9, 0]) {
    shift.wall = wall;
    assert.equal(followed.says(key.token), 'accepted');
    await sleep(5);
  }
});

it('the uptime is read again after 100 ms, and immediately when the wall clock has jumped', () => {
  let [wall, awake, uptime, read] = [0, 0, 1_000, 0];
  const clock = new UptimeClock({
    wallMilliseconds: () => wall,
    awakeMilliseconds: () => awake,
    uptimeSeconds: () => {
      read++;
      return uptime;
    },
  });
  const passes = (milliseconds: number): void => {
    wall += milliseconds;
    awake += milliseconds;
    uptime += milliseconds / 1000;
  };
  assert.equal(clock.now(), 1_000);
  passes(99);
  assert.equal(clock.now(), 1_000.099);
  assert.equal(read, 1);
  passes(1);
  assert.equal(clock.now(), 1_000.1);
  assert.equal(read, 2);
  // During sleep one of the clocks stops.
  wall += 400_000;
  uptime += 400;
  assert.ok(Math.abs(clock.now() - 1_400.1) < 1e-6);
  wall -= 150;
  clock.now();
  assert.equal(read, 4);
});

it('of several heads the latest one whose position is applied counts', () => {
  const heads = new HeadWatch();
  const hear = (at: Position, uptimeSeconds: number) =>
    heads.hear({ position: at, uptimeSeconds, wallSeconds: 0, heardMilliseconds: uptimeSeconds });
  const later = { epoch: 2, lineage: 'fedcba9876543210' };
  hear(position(5), 10);
  hear(position(5), 15);
  hear(position(9), 20);
  hear(position(0, later), 25);
  assert.equal(heads.reached(position(4)), undefined);
  assert.equal(heads.reached(position(5))?.uptimeSeconds, 15);
  assert.equal(heads.reached(position(5)), undefined);
  assert.equal(heads.waitingSinceMilliseconds, 20);
  // The set of a later history is ahead of all heads of the previous one, so none of them confirms it.
  assert.equal(heads.reached(position(0, later))?.uptimeSeconds, 25);
  assert.equal(heads.waitingSinceMilliseconds, undefined);
});

it('a head of another history or set confirms nothing', () => {
  const digest = new SetDigest().toggle(Buffer.alloc(16, 1)).text;
  const others = [{ digest }, { lineage: 'fedcba9876543210' }, { lineage: 'fedcba9876543210', epoch: 2 }];
  for (const other of others) {
    const heads = new HeadWatch();
    hear(heads, position(5, other));
    assert.equal(heads.reached(position(5)), undefined);
  }
  function hear(heads: HeadWatch, at: Position): void {
    heads.hear({ position: at, uptimeSeconds: 10, wallSeconds: 0, heardMilliseconds: 10 });
  }
});
