/** Whatever restarts, hangs or is written by hand: nginx has the set again within a second, or refuses. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LIMIT_MS, pinOf, survives } from '../../../packages/pins/test/support/faults.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { until } from '../../../tools/testing/until.ts';
import { nginxWithPins, write } from './support.ts';

const { program, skip } = await peerForTests('nginx-njs');

describe('faults of nginx with pins', { skip, timeout: 180_000 }, () => {
  const { setup, key, revoked, recovers, refuses } = survives(nginxWithPins(program), ['--keys', '1']);

  const names = async (): Promise<string[]> =>
    (await write(setup().socket, undefined, '/keys')).text.split('\n');
  const nameOf = (token: string): string => pinOf(token).slice(0, 16);
  const entry = (token: string, expiration = 0): string =>
    `+${pinOf(token)} ${expiration}\tkey","sub":"customer"}\n`;

  const edits: Readonly<Record<string, () => string>> = {
    'given an entry': () => entry(revoked().token),
    'robbed of an entry': () => `-${nameOf(key().token)}\n`,
    'robbed of its deadline': () => '=0\n',
    'given another deadline': () => '=999999999999\n',
    'given another record of a key': () => entry(key().token, 1),
  };
  for (const [what, lines] of Object.entries(edits)) {
    it(`is equal again after its table was ${what} by hand`, async () => {
      assert.equal((await write(setup().socket, lines())).status, 200);
      await until('the table is equal', LIMIT_MS, async () => {
        const [state, all] = await Promise.all([write(setup().socket, undefined), names()]);
        const { deadline } = JSON.parse(state.text);
        return all.join() === nameOf(key().token) && deadline > 0 && deadline < 1e11;
      });
      await until('only the good key passes', LIMIT_MS, async () => {
        const answers = await Promise.all([key(), revoked()].map(({ token }) => setup().status(token)));
        return answers.join() === '200,401';
      });
    });
  }

  const good = (): string => entry(revoked().token);
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
      const { status } = await write(setup().socket, body());
      assert.equal(status, 400, what);
    }
    assert.equal((await write(setup().socket, good().repeat(3_000))).status, 413);
    assert.equal((await write(setup().socket, `?other\n${good()}`)).status, 409);
    assert.equal((await write(setup().socket, `!other 2\n${good()}`)).status, 409);
    assert.equal((await write(setup().socket, good(), '/keys')).status, 400);
    assert.deepEqual(await names(), [nameOf(key().token)]);
    assert.equal(await setup().status(key().token), 200);
  });

  it('takes no change from the network', async () => {
    const push = setup().url;
    for (const path of ['/', '/keys', '/_lostwax/set_stale', '/_lostwax/push']) {
      const headers = { 'content-type': 'text/plain', host: 'lostwax' };
      const answer = await fetch(`${push}${path}`, { method: 'POST', body: good(), headers });
      assert.equal(answer.status, 401, path);
    }
    assert.deepEqual(await names(), [nameOf(key().token)]);
  });

  it('keeps the set through a reload, and takes changes after it', async () => {
    setup().pins.child.kill('SIGSTOP');
    setup().gateway.child.kill('SIGHUP');
    assert.equal(await setup().status(key().token), 200);
    setup().pins.child.kill('SIGCONT');
    const own = await setup().house.issue();
    await setup().seen(own.token, 200);
    await setup().house.revoke(own);
    await setup().seen(own.token, 401);
    await recovers();
  });

  it('refuses every key when the table is full, and says how to get a larger one', async () => {
    await setup().house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'opaque'] });
    const items = Array.from({ length: 1_000 }, (_, at) => ({
      ...{ customer: `customer-${at}`, scopes: [], method: 'opaque' },
      claims: { text: 'x'.repeat(1_900) },
    }));
    for (let sent = 0; sent < 5; sent++)
      await setup().house.authority.call('POST', '/v1/workspaces/acme/keys:batch', { items });
    await refuses();
    await until('both logs name the remedy', LIMIT_MS, () =>
      [setup().pins, setup().gateway].every((it) => /higher --keys/.test(it.output())),
    );
    assert.equal(await setup().status(key().token), 503);
  });
});
