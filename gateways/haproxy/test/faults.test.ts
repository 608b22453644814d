/** Whatever restarts, hangs or is changed by hand: HAProxy has the set again within a second, or refuses. */
import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import type { TestKey } from '../../../packages/gate/test/support/house.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { lostwaxCommand } from '../../../tools/testing/authority.ts';
import { startPins } from '../../../tools/testing/pins.ts';
import { startProgram } from '../../../tools/testing/program.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type Setup, setUp } from './support.ts';

const haproxy = await peerForTests('haproxy');
const pinOf = (text: string): string => hash('sha256', text, 'base64url');
const MAX_STALE = 3;
/** Whatever happens, on two busy cores. */
const LIMIT_MS = 10_000;

describe('faults of HAProxy with pins', { skip: haproxy.skip, timeout: 180_000 }, () => {
  let setup: Setup;
  let key: TestKey;
  let revoked: TestKey;

  before(async () => {
    setup = await setUp(haproxy.program, [], MAX_STALE);
    key = await setup.house.issue();
    revoked = await setup.house.issue();
    await setup.seen(revoked.token, 200);
    await setup.house.revoke(revoked);
    await setup.seen(revoked.token, 401);
  });
  after(() => setup?.end());

  /** Waits for the good key, and sees to it that nothing but a refusal comes before, and never the revoked key. */
  const recovers = async (): Promise<void> => {
    await until('HAProxy has the set again', LIMIT_MS, async () => {
      const [good, bad] = await Promise.all(
        [key, revoked].map(({ token }) => setup.ask(bearer(token)).catch(() => undefined)),
      );
      assert.notEqual(bad?.status, 200, 'the revoked key');
      return good?.status === 200 && bad?.status === 401;
    });
  };
  const refuses = () =>
    until('HAProxy refuses with 503', LIMIT_MS, async () => {
      const { status, headers, text } = await setup.ask(bearer(key.token));
      if (status !== 503) return false;
      assert.deepEqual([JSON.parse(text).code, headers['retry-after']], ['set_stale', '1']);
      return true;
    });
  const table = async (): Promise<string[]> => {
    const text = await setup.runtime('show map /dev/null');
    return text.split('\n').flatMap((line) => line.split(' ').slice(1, 2));
  };

  for (const [what, command] of Object.entries({
    emptied: (): string => 'clear map /dev/null',
    'given an entry': () => `add map /dev/null ${pinOf(revoked.token)} 0`,
    'robbed of an entry': () => `del map /dev/null ${pinOf(key.token)}`,
    'given a key twice': () => `add map /dev/null ${pinOf(key.token)} 1`,
    'robbed of its deadline': (): string => 'clear map //dev/null',
  })) {
    it(`is equal again after its table was ${what} by hand`, async () => {
      await setup.runtime(command());
      await until('the table is equal', LIMIT_MS, async () => {
        const pins = await table();
        return pins.length === 1 && pins[0] === pinOf(key.token);
      });
      await recovers();
    });
  }

  it('is equal again after an entry was changed by hand', async () => {
    await setup.runtime(`set map /dev/null ${pinOf(key.token)} 1`);
    await recovers();
  });

  it('starts empty after a restart, and refuses until it has the set', async () => {
    await setup.haproxy.stop('SIGKILL');
    setup.pins.child.kill('SIGSTOP');
    setup.haproxy = setup.startHaproxy();
    await until('HAProxy answers', LIMIT_MS, () => setup.ask().catch(() => undefined));
    await refuses();
    setup.pins.child.kill('SIGCONT');
    await recovers();
  });

  it('has the set after a reload, without an older one in between', async () => {
    const before = setup.haproxy;
    const own = await setup.house.issue();
    await setup.seen(own.token, 200);
    setup.haproxy = setup.startHaproxy('-sf', `${before.child.pid}`);
    await until('the old process is gone', LIMIT_MS, () => !before.running());
    await setup.house.revoke(own);
    await recovers();
    await setup.seen(own.token, 401);
  });

  it('has a process that says what HAProxy has', async () => {
    const statusUrl = /"statusUrl":"([^"]*)"/.exec(setup.pins.output())?.[1] ?? assert.fail();
    const { status } = await ask(`${statusUrl}/readyz`);
    const { text } = await ask(`${statusUrl}/metrics`);
    assert.equal(status, 200);
    assert.match(text, /^lostwax_pins_in_use 1$/m);
    assert.match(text, /^lostwax_pins_keys \d+$/m);
    await setup.haproxy.stop('SIGKILL');
    await until('it is not ready', LIMIT_MS, async () => (await ask(`${statusUrl}/readyz`)).status === 503);
    setup.haproxy = setup.startHaproxy();
    await recovers();
  });

  it('refuses when the process hangs, and recovers when it goes on', async () => {
    setup.pins.child.kill('SIGSTOP');
    await refuses();
    setup.pins.child.kill('SIGCONT');
    await recovers();
  });

  it('goes on while the process is restarted, and has what happened in between', async () => {
    await setup.pins.stop('SIGKILL');
    assert.equal(await setup.status(key.token), 200);
    const own = await setup.house.issue();
    setup.pins = await startPins(setup.pinsFlags);
    await setup.seen(own.token, 200);
    await setup.house.revoke(own);
    await setup.seen(own.token, 401);
    await recovers();
  });

  it('does not let a second process start on the same machine', async () => {
    const second = startProgram(process.execPath, [lostwaxCommand, 'pins', '--json', ...setup.pinsFlags]);
    await until('the second process has ended', LIMIT_MS, () => !second.running());
    assert.match(second.output(), /"code":"already_running"/);
    assert.equal(second.child.exitCode, 1);
    await recovers();
  });

  it('ends one of two processes that cannot see each other', async () => {
    // As in containers: the path is another one, the socket the same.
    const flags = setup.pinsFlags.map((flag) => flag.replace('haproxy.sock', 'other.sock'));

    symlinkSync(join(setup.house.folder, 'haproxy.sock'), join(setup.house.folder, 'other.sock'));
    const second = await startPins(flags);
    // The first, unless it was just writing the whole set over that of the second.
    const ended = await until('one of them has ended', LIMIT_MS, () =>
      [setup.pins, second].find((one) => !one.running()),
    );
    assert.match(ended.output(), /Run only one for each gateway/);
    await recovers();
    await Promise.all([setup.pins.stop(), second.stop()]);
    setup.pins = await startPins(setup.pinsFlags);
    await recovers();
  });

  it('refuses when the authority is gone for too long, and recovers', async () => {
    await setup.house.authority.stop('SIGKILL');
    await refuses();
    await setup.house.restart();
    await recovers();
  });

  it('keeps thousands of keys equal through changes and a restart', async () => {
    const items = Array.from({ length: 1_000 }, (_, at) => ({ customer: `customer-${at}`, scopes: [] }));
    const many = async (): Promise<void> => {
      await setup.house.authority.call('POST', '/v1/workspaces/acme/keys:batch', { items });
    };
    await many();
    await setup.haproxy.stop('SIGKILL');
    setup.haproxy = setup.startHaproxy();
    await many();
    await until(
      'the table has all keys',
      LIMIT_MS,
      async () => (await table().catch(() => [])).length === 2_001,
    );
    const body = { customer: 'customer-7' };
    await setup.house.authority.call('POST', '/v1/workspaces/acme/keys:revoke', body);
    await until('the table has what is left', LIMIT_MS, async () => (await table()).length === 1_999);
    await recovers();
  });
});
