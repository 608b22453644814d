import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { makeOpaqueKey, pinOf } from '@lostwax/core';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse } from './support/house.ts';

const LIMIT_MS = 10_000;
const keys = '/v1/workspaces/acme/keys';

describe('a second check of unknown keys', { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;
  /** What the other system was asked, and how it answers. */
  const asked: IncomingMessage['headers'][] = [];
  const targets: (string | undefined)[] = [];
  let answer: { status: number; headers?: Record<string, string> } | 'never' = { status: 200 };
  const old = createServer((request, response) => {
    asked.push(request.headers);
    targets.push(request.url);
    if (answer !== 'never') response.writeHead(answer.status, answer.headers).end('body');
  });

  before(async () => {
    house = await makeHouse();
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'opaque'] });
    const feedKey = join(house.folder, 'feed.key');
    writeFileSync(feedKey, house.authority.adminKey, { mode: 0o600 });
    gate = await startGate([
      ...['--issuer', house.issuer, '--feed-key-file', feedKey, '--threads', '2', '--key-query', 'api_key'],
      ...['--fallback-verify', `http://127.0.0.1:${(old.address() as AddressInfo).port}/check`],
      ...['--fallback-subject', 'X-Customer'],
    ]);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await house?.end();
    old.closeAllConnections();
    old.close();
  });
  beforeEach(() => {
    asked.length = 0;
    answer = { status: 200, headers: { 'x-customer': 'cus_old', 'x-lostwax-scope': 'orders:read' } };
  });

  let made = 0;
  /** A key of the other system that nobody has asked about. */
  const newKey = (): string => {
    made += 1;
    return `sk_live_${String(made).padStart(32, '0')}`;
  };
  const importing = async (key: string): Promise<string> => {
    const pin = Buffer.from(pinOf(key)).toString('base64url');
    const body = { items: [{ pin, customer: 'moved' }] };
    const { items } = await house.authority.call<{ items: { keyId: string }[] }>(
      'POST',
      `${keys}:import`,
      body,
    );
    return items[0]?.keyId ?? '';
  };

  it('accepts what the other system accepts, with the customer and the scopes that it names', async () => {
    const key = newKey();
    const { status, headers } = await ask(`${gate.url}/verify`, [bearer(key)]);
    assert.equal(status, 200);
    assert.deepEqual(
      ['subject', 'scope', 'key-id', 'workspace'].map((name) => headers[`x-lostwax-${name}`]),
      ['cus_old', 'orders:read', '', ''],
    );
    assert.equal(asked[0]?.authorization, `Bearer ${key}`);
    assert.equal(await gate.verify(key, '/verify?scope=orders:read'), 200);
    assert.equal(await gate.verify(key, '/verify?scope=orders:write'), 403);
    assert.equal(asked.length, 1, 'an answer is kept for a moment');
  });

  it('passes a key on in the header in which it came', async () => {
    const key = newKey();
    assert.equal((await ask(`${gate.url}/verify`, [['X-Api-Key', key]])).status, 200);
    assert.deepEqual([asked[0]?.['x-api-key'], asked[0]?.authorization], [key, undefined]);
  });

  for (const status of [401, 403]) {
    it(`refuses what it refuses with ${status}`, async () => {
      answer = { status };
      assert.equal(await gate.code(newKey()), 'key_unknown');
    });
  }
  for (const status of [302, 404, 429, 500]) {
    it(`${status} is no answer: 503, and the next request asks again`, async () => {
      const key = newKey();
      answer = { status };
      assert.equal(await gate.code(key), 'fallback_unavailable');
      answer = { status: 200, headers: { 'x-customer': 'cus_old' } };
      assert.equal(await gate.code(key), 'accepted');
    });
  }

  it('a customer that cannot be told from others: 503, and the log says why', async () => {
    answer = { status: 200, headers: { 'x-customer': 'cust 9 ?' } };
    assert.equal(await gate.code(newKey()), 'fallback_unavailable');
    assert.match(gate.program.output(), /X-Customer header names no customer/);
  });

  it('without an answer: 503, never accepted', async () => {
    answer = 'never';
    const { status } = await ask(`${gate.url}/verify`, [bearer(newKey())]);
    assert.equal(status, 503);
  });

  it('never asks about keys of our own, valid or not', async () => {
    const { token, ...key } = await house.issue();
    await gate.accepts(token);
    await house.revoke({ token, ...key });
    await until('the key is refused', LIMIT_MS, async () => (await gate.code(token)) === 'key_unknown');
    assert.equal(await gate.code(makeOpaqueKey('acme')), 'key_unknown');
    assert.equal(await gate.code(key.id), 'token_malformed');
    assert.equal(await gate.code(`${token.slice(0, -3)}`), 'token_truncated');
    assert.deepEqual(asked, []);
  });

  it('never asks about a key that was imported and revoked, even if its answer was kept', async () => {
    const key = newKey();
    assert.equal(await gate.code(key), 'accepted', 'by the other system');
    const id = await importing(key);
    const here = async (): Promise<boolean> =>
      (await ask(`${gate.url}/verify`, [bearer(key)])).headers['x-lostwax-key-id'] === id;
    await until('the key is accepted here', LIMIT_MS, here);
    asked.length = 0;
    await house.authority.call('POST', `${keys}/${id}/revoke`, {});
    await until('the key is refused', LIMIT_MS, async () => (await gate.code(key)) === 'key_unknown');
    assert.equal(await gate.code(key), 'key_unknown');
    assert.deepEqual(asked, []);
  });

  it('says who still uses the other system', async () => {
    const metrics = (await ask(`${gate.url}/metrics`, [])).text;
    for (const result of ['accepted', 'refused', 'known_here', 'unavailable'])
      assert.match(metrics, new RegExp(`lostwax_gate_fallback_total\\{result="${result}"\\} [1-9]`));
    assert.match(metrics, /lostwax_gate_fallback_customers_total\{customer="cus_old"\} [1-9]/);
  });

  it('reads a key from the query, from where the gateway says the client sent it', async () => {
    const key = newKey();
    await importing(key);
    await gate.accepts(key);
    const statusOf = async (path: string, ...lines: [string, string][]): Promise<number | undefined> =>
      (await ask(`${gate.url}${path}`, lines)).status;
    assert.equal(await statusOf(`/verify/orders?api_key=${key}&page=2`), 200);
    assert.equal(await statusOf('/verify', ['X-Original-URI', `/orders?api_key=${key}`]), 200);
    assert.equal(await statusOf('/verify', ['X-Forwarded-Uri', `/orders?page=2`]), 401);
    assert.equal(await statusOf(`/verify/orders?api_key=${key}&api_key=${key}`), 401);
    assert.equal(await statusOf(`/verify/orders?api_key=${key}`, bearer(key) as [string, string]), 401);
    assert.equal(gate.program.output().includes(key), false, 'it is not in the log');
    const upstream = `http://127.0.0.1:${(old.address() as AddressInfo).port}`;
    const feedKey = join(house.folder, 'feed.key');
    const proxy = await startGate([
      ...[
        '--issuer',
        house.issuer,
        '--feed-key-file',
        feedKey,
        '--key-query',
        'api_key',
        '--upstream',
        upstream,
      ],
      ...['--status-port', '0'],
    ]);
    try {
      await gateReady(proxy);
      assert.equal((await ask(`${proxy.url}/orders?page=2&api%5Fkey=${key}&a=b`, [])).status, 200);
      assert.equal(targets.at(-1), '/orders?page=2&a=b', 'the upstream never sees it');
    } finally {
      await proxy.stop();
    }
  });

  it('503 when the authority cannot say whether a key was revoked', async () => {
    await house.authority.program.stop('SIGKILL');
    assert.equal(await gate.code(newKey()), 'fallback_unavailable');
    assert.deepEqual(asked, []);
  });
});
