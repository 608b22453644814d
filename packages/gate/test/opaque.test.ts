import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeOpaqueKey, pinOf } from '@lostwax/core';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const LIMIT_MS = 10_000;

describe('opaque keys', { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;
  /** Follows the public feed, which contains no opaque keys. */
  let unaware: RunningGate;
  let key: TestKey;
  let signed: TestKey;

  before(async () => {
    house = await makeHouse();
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'opaque'] });
    key = await house.issue({ method: 'opaque', claims: { plan: 'gold' } });
    signed = await house.issue();
    const feedKey = join(house.folder, 'feed.key');
    writeFileSync(feedKey, house.authority.adminKey, { mode: 0o600 });
    const cache = join(house.folder, 'cache');
    gate = await startGate([
      ...['--issuer', house.issuer, '--feed-key-file', feedKey, '--threads', '2', '--basic'],
      ...['--cache', cache, '--unhashed-prefix', 'sk_old_'],
    ]);
    unaware = await startGate(['--issuer', house.issuer]);
    await Promise.all([gateReady(gate), gateReady(unaware)]);
  });
  after(async () => {
    await Promise.all([gate?.stop(), unaware?.stop()]);
    await house?.end();
  });

  it('are short, and identify the caller like any other key', async () => {
    assert.equal(key.token.length, 'acme_'.length + 49);
    const { status, headers } = await ask(`${gate.url}/verify`, [bearer(key.token)]);
    assert.equal(status, 200);
    assert.equal(headers['x-lostwax-key-id'], key.id);
    assert.equal(headers['x-lostwax-subject'], 'customer-1');
    assert.equal(headers['x-lostwax-scope'], 'orders:read orders:write');
    assert.deepEqual(JSON.parse(Buffer.from(`${headers['x-lostwax-claims']}`, 'base64url').toString()), {
      iss: house.issuer,
      sub: 'customer-1',
      aud: 'acme',
      jti: key.id,
      scope: 'orders:read orders:write',
      plan: 'gold',
    });
    assert.equal(await gate.code(signed.token), 'accepted');
  });

  it('are checked for scopes', async () => {
    assert.equal(await gate.verify(key.token, '/verify?scope=orders:read'), 200);
    assert.equal(await gate.verify(key.token, '/verify?scope=orders:delete'), 403);
  });

  it('are found wherever keys are read, and only one is allowed', async () => {
    const basic = (text: string): HeaderLine => [
      'Authorization',
      `Basic ${Buffer.from(text).toString('base64')}`,
    ];
    const statusOf = async (...lines: HeaderLine[]) => (await ask(`${gate.url}/verify`, lines)).status;
    assert.equal(await statusOf(['X-Api-Key', key.token]), 200);
    assert.equal(await statusOf(basic(`${key.token}:`)), 200);
    assert.equal(await statusOf(basic(`api:${key.token}`)), 200);
    assert.equal(await statusOf(bearer(key.token), ['X-Api-Key', signed.token]), 401);
    assert.equal(await statusOf(basic(`${key.token}:${signed.token}`)), 401);
    const misplaced = await ask(`${gate.url}/verify`, [['X-Original-URI', `/?key=${key.token}`]]);
    assert.equal(JSON.parse(misplaced.text).code, 'key_misplaced');
  });

  const mistakes: Readonly<Record<string, readonly [code: string, (token: string) => string]>> = {
    'one character changed': [
      'key_id_malformed',
      (token) => `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`,
    ],
    'upper case': ['key_id_malformed', (token) => token.toUpperCase()],
    'a truncated paste': ['token_truncated', (token) => token.slice(0, -3)],
    'quotes around it': ['token_malformed', (token) => `"${token}"`],
    'text after it': ['token_malformed', (token) => `${token}x`],
    'its key ID': ['token_malformed', () => key.id],
    'one that was never issued': ['key_unknown', () => makeOpaqueKey('acme')],
  };
  for (const [name, [code, change]] of Object.entries(mistakes)) {
    it(`are refused with ${name}: ${code}`, async () => {
      assert.equal(await gate.code(change(key.token)), code);
    });
  }

  it('are unknown to a gate that follows the public feed, which still accepts other keys', async () => {
    assert.equal(await unaware.code(key.token), 'key_unknown');
    assert.equal(await unaware.code(signed.token), 'accepted');
  });

  it('are rotated, disabled, enabled and revoked', async () => {
    const path = '/v1/workspaces/acme/keys';
    const refused = (token: string) =>
      until('the key is refused', LIMIT_MS, async () => (await gate.code(token)) === 'key_unknown');
    const first = await house.issue({ method: 'opaque' });
    await gate.accepts(first.token);
    const { token, key: second } = await house.authority.call<{ token: string; key: { id: string } }>(
      'POST',
      `${path}/${first.id}/rotate`,
      {},
    );
    await gate.accepts(token);
    assert.equal(await gate.code(first.token), 'accepted');
    await house.authority.call('POST', `${path}/${second.id}/disable`);
    await refused(token);
    await house.authority.call('POST', `${path}/${second.id}/enable`);
    await gate.accepts(token);
    await house.revoke({ ...second, token });
    await refused(token);
    await house.revoke(first);
    await refused(first.token);
  });

  it('are never made of the hash of a signed key, so a revoked one stays refused', async () => {
    const path = '/v1/workspaces/acme/keys:import';
    const [revoked, next] = [await house.issue(), 'sk_live_9XbQ2mT7rK4vWc8ZpL1nYd6H'];
    await gate.accepts(revoked.token);
    await house.revoke(revoked);
    const items = [revoked.token, next].map((text) => ({
      pin: Buffer.from(pinOf(text)).toString('base64url'),
      customer: 'customer-1',
    }));
    const { items: outcomes } = await house.authority.call<{
      items: { created?: boolean; problem?: { code: string } }[];
    }>('POST', path, { items });
    assert.deepEqual(
      outcomes.map(({ created, problem }) => created ?? problem?.code),
      ['pin_in_use', true],
    );
    await gate.accepts(next);
    assert.equal(await gate.code(revoked.token), 'key_unknown');
  });

  it('of another system are accepted once imported, and refused once revoked', async () => {
    const [foreign, other] = ['sk_live_4fzZ8mQ1xV7nBwT3kL9pRj2c', 'e8b1c1d0-5b1f-4f6a-9d2e-0c9d8f7a6b5c'];
    assert.equal(await gate.code(foreign), 'key_unknown');
    const items = [foreign, other].map((text) => ({
      pin: Buffer.from(pinOf(text)).toString('base64url'),
      customer: 'moved',
      scopes: ['orders:read'],
    }));
    const path = '/v1/workspaces/acme/keys';
    const done = await house.authority.call<{ items: { keyId: string }[] }>('POST', `${path}:import`, {
      items,
    });
    await Promise.all([foreign, other].map((token) => gate.accepts(token)));
    const { headers } = await ask(`${gate.url}/verify`, [bearer(foreign)]);
    assert.deepEqual(
      [headers['x-lostwax-key-id'], headers['x-lostwax-subject']],
      [done.items[0]?.keyId, 'moved'],
    );
    assert.equal(await gate.verify(other, '/verify?scope=orders:write'), 403);
    await house.authority.call('POST', `${path}/${done.items[0]?.keyId}/revoke`, {});
    await until('the key is refused', LIMIT_MS, async () => (await gate.code(foreign)) === 'key_unknown');
  });

  it('of another system that did not hash their prefix are accepted with it', async () => {
    const rest = 'Wq7nB3kT9vXz2mL5pR8cJ4dH';
    const items = [{ pin: Buffer.from(pinOf(rest)).toString('base64url'), customer: 'prefixed' }];
    await house.authority.call('POST', '/v1/workspaces/acme/keys:import', { items });
    await gate.accepts(`sk_old_${rest}`);
    const answers = await Promise.all(
      [`sk_old_${rest}`, rest, `sk_new_${rest}`, `sk_old_sk_old_${rest}`].map((text) => gate.code(text)),
    );
    assert.deepEqual(answers, ['accepted', 'accepted', 'key_unknown', 'key_unknown']);
    const { headers } = await ask(`${gate.url}/verify`, [['X-Api-Key', `sk_old_${rest}`]]);
    assert.equal(headers['x-lostwax-subject'], 'prefixed');
    assert.equal(await gate.code(signed.token), 'accepted');
  });

  it('are in the set on disk after the gate was killed', async () => {
    await gate.stop('SIGKILL');
    await house.authority.program.stop('SIGKILL');
    const cache = join(house.folder, 'cache');
    gate = await startGate([
      ...['--issuer', house.issuer, '--feed-key-file', join(house.folder, 'feed.key'), '--cache', cache],
    ]);
    await gateReady(gate);
    assert.equal(await gate.code(key.token), 'accepted');
    assert.equal(await gate.code(signed.token), 'accepted');
  });
});
