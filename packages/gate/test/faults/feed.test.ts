/** A gate whose authority is in trouble: real processes, with every kind of fault between them. */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';
import { changed, type Front, startFront, troubles } from '../support/front.ts';
import { type House, makeHouse, type TestKey } from '../support/house.ts';

const MAX_STALE_SECONDS = 2;
const RECOVERY_MS = 20_000;
const SOON_MS = 10_000;

describe('a gate whose feed is in trouble', { timeout: 200_000 }, () => {
  let house: House;
  let front: Front;
  let gate: RunningGate;
  let good: TestKey;

  before(async () => {
    house = await makeHouse();
    front = await startFront(() => house.authority.url);
    good = await house.issue();
    gate = await startGate([
      '--issuer',
      house.issuer,
      '--feed',
      front.url,
      '--max-stale',
      `${MAX_STALE_SECONDS}`,
    ]);
    await gateReady(gate);
  });
  // Resets the state, so that one test cannot affect the next.
  afterEach(async () => {
    front.trouble = undefined;
    house.authority.program.child.kill('SIGCONT');
    if (!house.authority.program.running()) await house.restart();
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await front?.stop();
    await house?.end();
  });

  /**
   * 1. A set is used as long as it is fresh. 2. After that no key is checked, and a metric shows it. 3. When
   * the trouble is over the gate recovers without help, and never accepts a key that was revoked meanwhile.
   */
  async function liveThrough(
    begin: () => Promise<void> | void,
    end: () => Promise<void> | void,
  ): Promise<void> {
    const revoked = await house.issue();
    await gate.accepts(revoked.token);
    await begin();
    await until('the set is stale', MAX_STALE_SECONDS * 1_000 + SOON_MS, async () => {
      const code = await gate.code(good.token);
      if (code === 'accepted') return false;
      assert.equal(code, 'set_stale');
      // A head that was sent before the trouble may be answered only now, and confirm the set once more.
      return (await gate.metric('lostwax_gate_set_age_seconds')) > MAX_STALE_SECONDS;
    });
    assert.equal(await gate.code(revoked.token), 'set_stale');
    assert.equal(await gate.code('nonsense'), 'set_stale');
    await until('a metric shows it', SOON_MS, async () => (await gate.metric('lostwax_gate_fresh')) === 0);
    assert.ok((await gate.metric('lostwax_gate_set_age_seconds')) > MAX_STALE_SECONDS);
    const failures = await gate.metric('lostwax_gate_feed_failures_total');
    await end();
    await house.revoke(revoked);
    let since = 0;
    await until('the gate checks keys again', RECOVERY_MS, async () => {
      const [one, other] = await Promise.all([gate.code(good.token), gate.code(revoked.token)]);
      assert.ok(['accepted', 'set_stale'].includes(one), one);
      if (other !== 'accepted') return one === 'accepted' && other === 'key_unknown';
      // A key revoked just now may still be accepted briefly. More would mean an old set.
      since ||= performance.now();
      assert.ok(performance.now() - since < SOON_MS, 'a revoked key is accepted');
      return false;
    });
    assert.equal(await gate.metric('lostwax_gate_fresh'), 1);
    assert.ok((await gate.metric('lostwax_gate_feed_failures_total')) >= failures);
  }

  for (const [what, trouble] of Object.entries(troubles)) {
    it(`the authority ${what}`, async () => {
      await liveThrough(
        () => {
          front.trouble = trouble;
          front.cut();
        },
        () => {
          front.trouble = undefined;
          front.cut();
        },
      );
    });
  }

  it('only heads are not answered, while the open stream continues', async () => {
    const failuresBefore = await gate.metric('lostwax_gate_feed_failures_total');
    await liveThrough(
      () => {
        front.trouble = (name, _, pass) => (name === 'head' ? undefined : pass());
      },
      () => {
        front.trouble = undefined;
        front.cut();
      },
    );
    assert.ok((await gate.metric('lostwax_gate_feed_failures_total')) > failuresBefore);
  });

  it('the gate never goes back to an older position', async () => {
    const before = await gate.metric('lostwax_gate_sequence');
    const response = await fetch(`${house.authority.url}/acme/feed/head`);
    const { position, ...rest } = (await response.json()) as { position: string };
    const [lineage, epoch, , digest] = position.split('.');
    const old = Buffer.from(JSON.stringify({ position: [lineage, epoch, 1, digest].join('.'), ...rest }));
    const key = await house.issue();
    await gate.accepts(key.token);
    const failures = (code: string) =>
      gate.metric(`lostwax_gate_feed_failures_total{issuer="${house.issuer}",code="${code}"}`);
    const behind = await failures('position_behind');
    front.trouble = changed(
      () => house.authority.url,
      '/acme/feed/head',
      () => old,
    );
    front.cut();
    await until(
      'the gate has detected it',
      SOON_MS,
      async () => (await failures('position_behind')) > behind,
    );
    assert.ok((await gate.metric('lostwax_gate_sequence')) > before);
    assert.ok(['accepted', 'set_stale'].includes(await gate.code(key.token)));
    front.trouble = undefined;
    await until(
      'the gate checks keys again',
      RECOVERY_MS,
      async () => (await gate.code(key.token)) === 'accepted',
    );
  });

  it('the authority is killed and restarted', async () => {
    await liveThrough(
      () => house.authority.stop('SIGKILL'),
      () => house.restart(),
    );
  });

  it('the authority hangs with all connections open, then resumes', async () => {
    const { child } = house.authority.program;
    await liveThrough(
      () => void child.kill('SIGSTOP'),
      () => void child.kill('SIGCONT'),
    );
  });

  it('a restart of the authority within maxStale goes unnoticed', async () => {
    const answers = new Set<string>();
    let done = false;
    const asking = (async () => {
      while (!done) answers.add(await gate.code(good.token));
    })();
    await house.restart();
    const fresh = await house.issue();
    await until(
      'the new key is accepted',
      RECOVERY_MS,
      async () => (await gate.code(fresh.token)) === 'accepted',
    );
    done = true;
    await asking;
    // A start takes about as long as this gate waits. Anything longer is due to the machine.
    assert.ok(
      [...answers].every((item) => item === 'accepted' || item === 'set_stale'),
      [...answers].join(),
    );
  });
});

describe('a gate that starts during a fault', { timeout: 60_000 }, () => {
  let house: House;
  let front: Front;
  let good: TestKey;

  before(async () => {
    house = await makeHouse();
    front = await startFront(() => house.authority.url);
    good = await house.issue();
    for (let n = 0; n < 20; n += 1) await house.issue();
  });
  after(async () => {
    await front?.stop();
    await house?.end();
  });

  const snapshot = (change: (body: Buffer) => Buffer) =>
    changed(() => house.authority.url, '/acme/feed/snapshot', change);
  const flipped = (at: (length: number) => number) => (body: Buffer) => {
    const copy = Buffer.from(body);
    const place = at(copy.length);
    copy[place] = (copy[place] ?? 0) ^ 1;
    return copy;
  };
  const starts = {
    'a truncated snapshot': snapshot((body) => body.subarray(0, body.length - 40)),
    'a snapshot with one bit flipped in its entries': snapshot(flipped((length) => length - 100)),
    'a snapshot with one bit flipped in its checksum': snapshot(flipped((length) => length - 1)),
    "another workspace's snapshot": snapshot((body) =>
      Buffer.from(body.toString('latin1').replace('/acme"', '/acmf"'), 'latin1'),
    ),
    'an endless snapshot': troubles['sends an endless answer'],
    nothing: troubles['is silent'],
  };
  for (const [what, trouble] of Object.entries(starts)) {
    it(what, async () => {
      front.trouble = trouble;
      const gate = await startGate(['--issuer', house.issuer, '--feed', front.url, '--max-stale', '3']);
      try {
        await until(
          'it has encountered the fault',
          20_000,
          async () => (await gate.metric('lostwax_gate_feed_failures_total')) >= 1,
        );
        assert.equal(await gate.code(good.token), 'set_stale');
        assert.equal(await gate.metric('lostwax_gate_keys'), 0);
        front.trouble = undefined;
        front.cut();
        await gateReady(gate);
        assert.equal(await gate.code(good.token), 'accepted');
      } finally {
        await gate.stop();
      }
    });
  }
});
