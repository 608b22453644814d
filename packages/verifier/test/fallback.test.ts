/** Keys of another system in a program that uses the verifier, with a real authority and a real second server. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { pinOf } from '@lostwax/core';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { until } from '../../../tools/testing/until.ts';
import { requireKey as requireInExpress } from '../src/adapters/express.ts';
import { requireKey } from '../src/adapters/fetch.ts';
import { createFallback, createVerifier, type Fallback, type Verifier, VerifierError } from '../src/index.ts';

const LIMIT_MS = 15_000;
const folder = mkdtempSync(join(tmpdir(), 'lostwax-fallback-'));

describe('a second check in a program', { timeout: 60_000 }, () => {
  let authority: RunningAuthority;
  let verifier: Verifier;
  let fallback: Fallback;
  let old: Server;
  let answer: { status: number; headers?: Record<string, string> };
  const asked: IncomingMessage['headers'][] = [];
  const failures: string[] = [];
  const issuers: { issuer: string; feedKey: string }[] = [];
  const oldUrl = (): string => `http://127.0.0.1:${(old.address() as AddressInfo).port}/check`;

  before(async () => {
    authority = await startAuthority(join(folder, 'data'));
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    await authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'opaque'] });
    old = createServer((request, response) => {
      asked.push(request.headers);
      response.writeHead(answer.status, answer.headers).end();
    }).listen(0, '127.0.0.1');
    await once(old, 'listening');
    issuers.push({ issuer: `http://localhost:${authority.port}/acme`, feedKey: authority.adminKey });
    verifier = createVerifier({ issuers });
    await verifier.ready();
    fallback = createFallback({
      ...{ verifier, issuers, url: oldUrl(), subjectHeader: 'X-Customer' },
      onFailure: ({ message }) => failures.push(message),
    });
  });
  after(async () => {
    await verifier?.close();
    await authority?.stop('SIGKILL');
    old?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    asked.length = 0;
    answer = { status: 200, headers: { 'x-customer': 'cus_old', 'x-lostwax-scope': 'orders:read' } };
  });

  let made = 0;
  const newKey = (): string => {
    made += 1;
    return `sk_live_${String(made).padStart(32, '0')}`;
  };
  /** The answer of a handler that requires `scopes`. */
  const statusOf = async (authorization: string, scopes: string[] = []): Promise<string> => {
    const handler = requireKey(verifier, (_, { subject }) => new Response(subject), {
      ...{ fallback, scopes, basic: true, unhashedPrefixes: ['pk_'] },
    });
    const response = await handler(new Request('http://api.example/orders', { headers: { authorization } }));
    return `${response.status} ${response.ok ? await response.text() : ((await response.json()) as { code: string }).code}`;
  };

  it('accepts what the other system accepts, with its customer and scopes', async () => {
    const key = newKey();
    assert.equal(await statusOf(`Bearer ${key}`), '200 cus_old');
    assert.equal(await statusOf(`Bearer ${key}`, ['orders:read']), '200 cus_old');
    assert.equal(await statusOf(`Bearer ${key}`, ['orders:write']), '403 insufficient_scope');
    assert.deepEqual(
      asked.map(({ authorization }) => authorization),
      [`Bearer ${key}`],
      'an answer is kept',
    );
    assert.equal(fallback.customers.get('cus_old'), 3);
    assert.equal(fallback.results.get('accepted'), 3);
  });

  it('works in middleware, too', async () => {
    const key = newKey();
    const seen = await new Promise<boolean>((resolve) => {
      const server = createServer((request, response) =>
        requireInExpress(verifier, { fallback })(request, response, () => response.end()),
      ).listen(0, '127.0.0.1', async () => {
        const { port } = server.address() as AddressInfo;
        const { ok } = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-api-key': key } });
        server.close();
        resolve(ok);
      });
    });
    assert.equal(seen, true);
    assert.equal(asked[0]?.['x-api-key'], key);
  });

  it('passes a key of Basic on as it came', async () => {
    const basic = `Basic ${Buffer.from(`${newKey()}:`).toString('base64')}`;
    assert.equal(await statusOf(basic), '200 cus_old');
    assert.equal(asked[0]?.authorization, basic);
  });

  it('passes a key on with the prefix that is not hashed', async () => {
    assert.equal(await statusOf('Bearer pk_4711_0815_and_more'), '200 cus_old');
    assert.equal(asked[0]?.authorization, 'Bearer pk_4711_0815_and_more');
  });

  it('refuses what the other system refuses', async () => {
    answer = { status: 401 };
    assert.equal(await statusOf(`Bearer ${newKey()}`), '401 key_unknown');
  });

  it('503 without a usable answer', async () => {
    answer = { status: 500 };
    assert.equal(await statusOf(`Bearer ${newKey()}`), '503 fallback_unavailable');
    assert.match(failures.at(-1) ?? '', /status 500/);
  });

  for (const customer of ['', 'cust 9 ?', 'x'.repeat(256)])
    it(`503 if the customer is ${customer.slice(0, 9) || 'missing'}`, async () => {
      answer = { status: 200, headers: { 'x-customer': customer } };
      assert.equal(await statusOf(`Bearer ${newKey()}`), '503 fallback_unavailable');
      assert.match(failures.at(-1) ?? '', /X-Customer header names no customer/);
    });

  it('never asks about a key that was imported and revoked', async () => {
    const key = newKey();
    const pin = Buffer.from(pinOf(key)).toString('base64url');
    const { items } = await authority.call<{ items: { keyId: string }[] }>(
      ...(['POST', '/v1/workspaces/acme/keys:import', { items: [{ pin, customer: 'moved' }] }] as const),
    );
    await until('it is accepted', LIMIT_MS, async () => (await statusOf(`Bearer ${key}`)) === '200 moved');
    asked.length = 0;
    await authority.call('POST', `/v1/workspaces/acme/keys/${items[0]?.keyId}/revoke`, {});
    await until('it is refused', LIMIT_MS, async () => (await statusOf(`Bearer ${key}`)).startsWith('401'));
    assert.deepEqual(asked, []);
    assert.ok((fallback.results.get('known_here') ?? 0) > 0);
  });

  it('refuses options that would send keys to the wrong place', () => {
    const right = { verifier, issuers, url: oldUrl(), subjectHeader: 'X-Customer' };
    for (const [wrong, reason] of [
      [{ url: 'http://old.example.com/check' }, /"url" must be an https: URL/],
      [{ url: 'https://user:pass@old.example.com/' }, /"url" must be an https: URL/],
      [{ subjectHeader: 'X Customer' }, /"subjectHeader" must be the name of a header/],
      [{ issuers: [] }, /"issuers" must list all issuers/],
      [{ issuers: [{ issuer: 'acme', feedKey: 'x' }] }, /"issuers" must have an issuer like/],
      [{ issuers: [{ issuer: 'https://keys.example.com/acme', feedKey: '' }] }, /needs "feedKey"/],
    ] as const)
      assert.throws(
        () => createFallback({ ...right, ...wrong }),
        (error) => error instanceof VerifierError && reason.test(error.message),
      );
  });
});
