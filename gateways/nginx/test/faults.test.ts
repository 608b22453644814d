/** Whatever restarts, hangs or is written by hand: nginx has the set again within a second, or refuses. */
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
import { bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type Setup, setUp } from './support.ts';

const nginx = await peerForTests('nginx-njs');
const pinOf = (text: string): string => hash('sha256', text, 'base64url');
const MAX_STALE = 3;
/** Whatever happens, on two busy cores. */
const LIMIT_MS = 10_000;

describe('faults of nginx with pins', { skip: nginx.skip, timeout: 180_000 }, () => {
  let setup: Setup;
  let key: TestKey;
  let revoked: TestKey;

  before(async () => {
    setup = await setUp(nginx.program, ['--keys', '1'], MAX_STALE);
    key = await setup.house.issue();
    revoked = await setup.house.issue();
    await setup.seen(revoked.token, 200);
    await setup.house.revoke(revoked);
    await setup.seen(revoked.token, 401);
  });
  after(() => setup?.end());

  /** Waits for the good key, and sees to it that nothing but a refusal comes before, and never the revoked key. */
  const recovers = async (): Promise<void> => {
    await until('nginx has the set again', LIMIT_MS, async () => {
      const [good, bad] = await Promise.all(
        [key, revoked].map(({ token }) => setup.ask(bearer(token)).catch(() => undefined)),
      );
      assert.notEqual(bad?.status, 200, 'the revoked key');
      return good?.status === 200 && bad?.status === 401;
    });
  };
  const refuses = () =>
    until('nginx refuses with 503', LIMIT_MS, async () => {
      const { status, headers, text } = await setup.ask(bearer(key.token));
      if (status !== 503) return false;
      assert.deepEqual([JSON.parse(text).code, headers['retry-after']], ['set_stale', '1']);
      return true;
    });
  const names = async (): Promise<string[]> => (await setup.write(undefined, '/keys')).text.split('\n');
  const nameOf = (token: string): string => pinOf(token).slice(0, 16);
  const entry = (token: string): string => `+${pinOf(token)} 0\tkey\tcustomer\t\t\n`;

  const edits: Readonly<Record<string, () => string>> = {
    'given an entry': () => entry(revoked.token),
    'robbed of an entry': () => `-${nameOf(key.token)}\n`,
    'robbed of its deadline': () => '=0\n',
    'given another deadline': () => '=999999999999\n',
    'given another record of a key': () => `+${pinOf(key.token)} 1\tkey\tcustomer\t\t\n`,
  };
  for (const [what, lines] of Object.entries(edits)) {
    it(`is equal again after its table was ${what} by hand`, async () => {
      assert.equal((await setup.write(lines())).status, 200);
      await until('the table is equal', LIMIT_MS, async () => {
        const [state, all] = await Promise.all([setup.write(undefined), names()]);
        const { deadline } = JSON.parse(state.text);
        return all.join() === nameOf(key.token) && deadline > 0 && deadline < 1e11;
      });
      await until('only the good key passes', LIMIT_MS, async () => {
        const answers = await Promise.all([key, revoked].map(({ token }) => setup.status(token)));
        return answers.join() === '200,401';
      });
    });
  }

  const good = (): string => entry(revoked.token);
  const bad: Readonly<Record<string, () => string>> = {
    nothing: () => '',
    'no line break at the end': () => good().trimEnd(),
    'an unknown command': () => `${good()}*\n`,
    'an empty line': () => `${good()}\n`,
    'a name that is too short': () => `${good()}-abc\n`,
    'a name that only the state has': () => `${good()}-#deadline       \n`,
    'a deadline that is no number': () => `${good()}=soon\n`,
    'a record with too few fields': () => `${good()}+${pinOf('x')} 0\tkey\n`,
    'a record with a line break': () => good().replace('customer', 'customer\r'),
    'a record that is not ASCII': () => good().replace('customer', 'cüstomer'),
    'a stamp after the first line': () => `${good()}?x\n`,
    JSON: () => '{"keys":[]}\n',
  };
  it('leaves the set as it was after a malformed or oversized change', async () => {
    for (const [what, body] of Object.entries(bad)) {
      const { status } = await setup.write(body());
      assert.equal(status, 400, what);
    }
    assert.equal((await setup.write(good().repeat(3_000))).status, 413);
    assert.equal((await setup.write(`?other\n${good()}`)).status, 409);
    assert.equal((await setup.write(`!other 2\n${good()}`)).status, 409);
    assert.equal((await setup.write(good(), '/keys')).status, 400);
    assert.deepEqual(await names(), [nameOf(key.token)]);
    assert.equal(await setup.status(key.token), 200);
  });

  it('takes no change from the network', async () => {
    const push = `http://127.0.0.1:${setup.port}`;
    for (const path of ['/', '/keys', '/_lostwax/set_stale', '/_lostwax/push']) {
      const headers = { 'content-type': 'text/plain', host: 'lostwax' };
      const answer = await fetch(`${push}${path}`, { method: 'POST', body: good(), headers });
      assert.equal(answer.status, 401, path);
    }
    assert.deepEqual(await names(), [nameOf(key.token)]);
  });

  it('starts empty after a restart, and refuses until it has the set', async () => {
    setup.pins.child.kill('SIGSTOP');
    await setup.restartNginx();
    await refuses();
    setup.pins.child.kill('SIGCONT');
    await recovers();
  });

  it('keeps the set through a reload, and takes changes after it', async () => {
    setup.pins.child.kill('SIGSTOP');
    setup.nginx.child.kill('SIGHUP');
    assert.equal(await setup.status(key.token), 200);
    setup.pins.child.kill('SIGCONT');
    const own = await setup.house.issue();
    await setup.seen(own.token, 200);
    await setup.house.revoke(own);
    await setup.seen(own.token, 401);
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
    const flags = setup.pinsFlags.map((flag) => flag.replace('pins.sock', 'other.sock'));

    symlinkSync(join(setup.folder, 'pins.sock'), join(setup.folder, 'other.sock'));
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

  it('refuses every key when the table is full, and says how to get a larger one', async () => {
    await setup.house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'opaque'] });
    const items = Array.from({ length: 1_000 }, (_, at) => ({
      ...{ customer: `customer-${at}`, scopes: [], method: 'opaque' },
      claims: { text: 'x'.repeat(1_900) },
    }));
    for (let sent = 0; sent < 5; sent++)
      await setup.house.authority.call('POST', '/v1/workspaces/acme/keys:batch', { items });
    await refuses();
    await until('both logs name the remedy', LIMIT_MS, () =>
      [setup.pins, setup.nginx].every((it) => /higher --keys/.test(it.output())),
    );
    assert.equal(await setup.status(key.token), 503);
  });
});
