/** Whatever restarts, hangs or is changed by hand: HAProxy has the set again within a second, or refuses. */
import { describe, it } from 'node:test';
import { LIMIT_MS, pinOf, survives } from '../../../packages/pins/test/support/faults.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { until } from '../../../tools/testing/until.ts';
import { haproxyWithPins, runtime } from './support.ts';

const { program, skip } = await peerForTests('haproxy');

describe('faults of HAProxy with pins', { skip, timeout: 180_000 }, () => {
  const { setup, key, revoked, recovers } = survives(haproxyWithPins(program));

  const table = async (): Promise<string[]> => {
    const text = await runtime(setup().socket, 'show map /dev/null');
    return text.split('\n').flatMap((line) => line.split(' ').slice(1, 2));
  };

  for (const [what, command] of Object.entries({
    emptied: (): string => 'clear map /dev/null',
    'given an entry': () => `add map /dev/null ${pinOf(revoked().token)} 0`,
    'robbed of an entry': () => `del map /dev/null ${pinOf(key().token)}`,
    'given a key twice': () => `add map /dev/null ${pinOf(key().token)} 1`,
    'robbed of its deadline': (): string => 'clear map //dev/null',
  })) {
    it(`is equal again after its table was ${what} by hand`, async () => {
      await runtime(setup().socket, command());
      await until('the table is equal', LIMIT_MS, async () => {
        const pins = await table();
        return pins.length === 1 && pins[0] === pinOf(key().token);
      });
      await recovers();
    });
  }

  it('is equal again after an entry was changed by hand', async () => {
    await runtime(setup().socket, `set map /dev/null ${pinOf(key().token)} 1`);
    await recovers();
  });

  it('has its own deadline again after somebody prolonged it', async () => {
    await runtime(setup().socket, 'set map //dev/null deadline 4000000000');
    await until('the deadline is its own', LIMIT_MS, async () => {
      const state = await runtime(setup().socket, 'show map //dev/null');
      return Number(/ deadline (\d+)$/m.exec(state)?.[1]) < Date.now() / 1_000 + 60;
    });
  });

  it('has the set after a reload, without an older one in between', async () => {
    const before = setup().gateway;
    const own = await setup().house.issue();
    await setup().seen(own.token, 200);
    setup().gateway = setup().startGateway('-sf', `${before.child.pid}`);
    await until('the old process is gone', LIMIT_MS, () => !before.running());
    await setup().house.revoke(own);
    await recovers();
    await setup().seen(own.token, 401);
  });

  it('keeps thousands of keys equal through changes and a restart', async () => {
    const items = Array.from({ length: 1_000 }, (_, at) => ({ customer: `customer-${at}`, scopes: [] }));
    const many = async (): Promise<void> => {
      await setup().house.authority.call('POST', '/v1/workspaces/acme/keys:batch', { items });
    };
    await many();
    await setup().gateway.stop('SIGKILL');
    setup().gateway = setup().startGateway();
    await many();
    await until(
      'the table has all keys',
      LIMIT_MS,
      async () => (await table().catch(() => [])).length === 2_001,
    );
    const body = { customer: 'customer-7' };
    await setup().house.authority.call('POST', '/v1/workspaces/acme/keys:revoke', body);
    await until('the table has what is left', LIMIT_MS, async () => (await table()).length === 1_999);
    await recovers();
  });
});
