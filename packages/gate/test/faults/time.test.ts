/** Gates that sleep, and clocks that change. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { peerForTests } from '../../../../tools/peers/peer.ts';
import { gateReady, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';
import { type Front, onlyHeartbeats, startFront } from '../support/front.ts';
import { type House, makeHouse, type TestKey } from '../support/house.ts';
import { namespaceSkip, ownMachine } from '../support/namespace.ts';

const faketime = await peerForTests('faketime');
const SOON_MS = 20_000;

/** Environment of a program whose wall clock alone is changed by the content of a file. */
const faked = (clock: string): NodeJS.ProcessEnv => ({
  ...process.env,
  LD_PRELOAD: faketime.program,
  FAKETIME_TIMESTAMP_FILE: clock,
  FAKETIME_NO_CACHE: '1',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
});

describe('time', { timeout: 200_000 }, () => {
  let house: House;
  let front: Front;
  let good: TestKey;
  const flags = (maxStale: number) => [
    '--issuer',
    house.issuer,
    '--feed',
    front.url,
    '--max-stale',
    `${maxStale}`,
  ];

  before(async () => {
    house = await makeHouse();
    front = await startFront(() => house.authority.url);
    good = await house.issue();
  });
  after(async () => {
    await front?.stop();
    await house?.end();
  });

  it('a gate suspended for longer than maxStale accepts no key that was revoked meanwhile', async () => {
    const gate = await startGate(flags(2));
    try {
      await gateReady(gate);
      const revoked = await house.issue();
      await gate.accepts(revoked.token);
      gate.program.child.kill('SIGSTOP');
      await house.revoke(revoked);
      await delay(2_600);
      // Sent while it is stopped, so it reads these first.
      const asked = Promise.all(Array.from({ length: 20 }, () => gate.code(revoked.token)));
      gate.program.child.kill('SIGCONT');
      for (const code of await asked) assert.ok(['set_stale', 'key_unknown'].includes(code), code);
      await until(
        'keys are checked again',
        SOON_MS,
        async () => (await gate.code(good.token)) === 'accepted',
      );
      assert.equal(await gate.code(revoked.token), 'key_unknown');
    } finally {
      await gate.stop();
    }
  });

  it('a gate whose machine slept refuses keys at once, despite heartbeats in its socket', {
    skip: namespaceSkip,
  }, async () => {
    const machine = ownMachine(house.folder);
    const gate = await startGate(flags(60), { through: machine.through });
    try {
      await gateReady(gate);
      assert.equal(await gate.code(good.token), 'accepted');
      // During sleep a socket holds what was sent before; after it, heads are not answered yet.
      front.trouble = onlyHeartbeats;
      front.cut();
      await delay(300);
      assert.equal(await gate.code(good.token), 'accepted');
      machine.sleep(600);
      // The clock is read every 100 ms, and a sleep that also moves the wall clock is noticed at once.
      await delay(150);
      for (let n = 0; n < 10; n += 1) {
        assert.equal(await gate.code(good.token), 'set_stale');
        await delay(50);
      }
      assert.ok((await gate.metric('lostwax_gate_set_age_seconds')) > 590);
      front.trouble = undefined;
      front.cut();
      await until(
        'keys are checked again',
        SOON_MS,
        async () => (await gate.code(good.token)) === 'accepted',
      );
    } finally {
      front.trouble = undefined;
      await gate.stop();
    }
  });

  it('a gate that wakes after more than maxStale refuses the requests that waited for it', {
    skip: namespaceSkip || faketime.skip,
  }, async () => {
    const folder = join(house.folder, 'woken');
    mkdirSync(folder);
    const machine = ownMachine(folder);
    const clock = join(folder, 'clock');
    writeFileSync(clock, '+0');
    const gate = await startGate(flags(60), { through: machine.through, env: faked(clock) });
    try {
      await gateReady(gate);
      const revoked = await house.issue();
      await gate.accepts(revoked.token);
      gate.program.child.kill('SIGSTOP');
      // Heartbeats, heads and the change itself wait in its sockets or never arrived, while the machine's
      // clocks have moved on.
      front.trouble = onlyHeartbeats;
      front.cut();
      await house.revoke(revoked);
      const asked = Promise.all(Array.from({ length: 20 }, () => gate.code(revoked.token)));
      machine.sleep(600);
      writeFileSync(clock, '+600');
      await delay(500);
      gate.program.child.kill('SIGCONT');
      assert.deepEqual(new Set(await asked), new Set(['set_stale']));
      front.trouble = undefined;
      front.cut();
      await until(
        'keys are checked again',
        SOON_MS,
        async () => (await gate.code(good.token)) === 'accepted',
      );
      assert.equal(await gate.code(revoked.token), 'key_unknown');
    } finally {
      front.trouble = undefined;
      await gate.stop();
    }
  });

  for (const [what, seconds] of [
    ['ahead', 3_600],
    ['back', -3_600],
  ] as const) {
    it(`the wall clock jumps an hour ${what}`, { skip: faketime.skip }, async () => {
      const clock = join(house.folder, `clock-${what}`);
      writeFileSync(clock, '+0');
      const gate = await startGate(flags(5), { env: faked(clock) });
      try {
        await gateReady(gate);
        const soon = await house.issue({ expiresAt: new Date(Date.now() + 1_800_000).toISOString() });
        await gate.accepts(soon.token);
        writeFileSync(clock, `${seconds > 0 ? '+' : ''}${seconds}`);
        await delay(300);
        assert.equal(await gate.code(good.token), 'accepted');
        // Expiration follows the wall clock; nothing else does.
        assert.equal(await gate.code(soon.token), seconds > 0 ? 'key_expired' : 'accepted');
        const key = await house.issue();
        await gate.accepts(key.token);
        await house.revoke(key);
        await until(
          'a revoked one is refused',
          SOON_MS,
          async () => (await gate.code(key.token)) === 'key_unknown',
        );
        front.trouble = () => {};
        front.cut();
        await until(
          'the set becomes stale on time',
          SOON_MS,
          async () => (await gate.code(good.token)) === 'set_stale',
        );
        front.trouble = undefined;
        front.cut();
        await until(
          'keys are checked again',
          SOON_MS,
          async () => (await gate.code(good.token)) === 'accepted',
        );
      } finally {
        front.trouble = undefined;
        await gate.stop();
      }
    });
  }
});
