/** Every example in the README runs unchanged, except for the address of the authority. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { it, type TestContext } from 'node:test';
import { serve } from '@hono/node-server';
import type { Verifier } from '@lostwax/verifier';
import type { Express } from 'express';
import type { FastifyInstance } from 'fastify';
import type { Hono } from 'hono';
import { runExample } from '../../../tools/testing/readme-example.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { readOptions } from '../src/read-options.ts';
import { LIMIT_MS, type Scene, scene } from './support/scene.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

/** The variables of an example, by name, once its verifier is ready. */
async function run(
  t: TestContext,
  { model }: Scene,
  name: string,
  names: string,
): Promise<Record<string, unknown>> {
  const made = await runExample(t, 'verifier', `ts ${name}`, names, {
    'https://keys.example.com/acme': model.issuer,
  });
  const verifier = made['verifier'] as Verifier;
  t.after(() => verifier.close());
  await verifier.ready();
  return made;
}

/** 401 without a key, 403 without the scope, 200 with both. */
async function behaves(all: Scene, url: string): Promise<void> {
  assert.equal((await ask(url)).status, 401);
  const [bare, good] = [[], ['orders:read']].map((scopes) => all.issue({ scopes, customer: 'cus-7' }));
  all.server.dropStreams();
  const sent = [bearer(good?.token ?? '')];
  await until('the key is accepted', LIMIT_MS, async () => (await ask(url, sent)).status === 200);
  assert.deepEqual(JSON.parse((await ask(url, sent)).text), { for: 'cus-7' });
  assert.equal((await ask(url, [bearer(bare?.token ?? '')])).status, 403);
}

it('the example for Express', async (t) => {
  const all = await scene(t);
  const { app } = await run(t, all, 'express', 'app, verifier');
  const server = createServer(app as Express).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  await behaves(all, urlOf(server.address()));
});

it('the example for Fastify', async (t) => {
  const all = await scene(t);
  const app = (await run(t, all, 'fastify', 'app, verifier'))['app'] as FastifyInstance;
  t.after(() => app.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  await behaves(all, urlOf(app.server.address()));
});

for (const name of ['hono', 'fetch']) {
  it(`the example for ${name}`, async (t) => {
    const all = await scene(t);
    const made = await run(t, all, name, name === 'hono' ? 'app, verifier' : 'handler, verifier');
    const fetch = (made['handler'] ?? (made['app'] as Hono).fetch) as (request: Request) => Promise<Response>;
    const server = serve({ fetch: (request) => fetch(request), port: 0, hostname: '127.0.0.1' });
    t.after(() => server.close());
    await once(server, 'listening');
    await behaves(all, urlOf(server.address()));
  });
}

it('the example without a framework', async (t) => {
  const all = await scene(t);
  process.env['TOKEN'] = all.issue({ scopes: ['orders:read'], customer: 'cus-7' }).token;
  t.after(() => delete process.env['TOKEN']);
  assert.equal((await run(t, all, 'alone', 'answer, verifier'))['answer'], 'Hello cus-7');
});

it('the example of claims', async (t) => {
  const all = await scene(t);
  const { token } = all.issue({ claims: { plan: 'gold' } });
  const app = (await run(t, all, 'claims', 'app, verifier'))['app'] as Hono;
  const answer = await app.request('/orders', { headers: { authorization: `Bearer ${token}` } });
  assert.deepEqual(await answer.json(), { plan: 'gold' });
});

it('the table of options lists every option and its default', () => {
  const defaults = readOptions({ issuers: ['http://127.0.0.1:9/acme'] });
  const rows = new Map(
    [...readme.matchAll(/^\| `(\w+)` \|.*\| (.*) \|$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  assert.equal(rows.get('maxStaleSeconds'), `${defaults.maxStaleSeconds}`);
  assert.equal(rows.get('cachedKeys'), defaults.cachedKeys.toLocaleString('en'));
  assert.equal(rows.get('maxSnapshotBytes'), `${defaults.maxSnapshotBytes / 2 ** 30} GiB`);
  const refusal = ((): string => {
    try {
      readOptions({ nothing: 1 } as never);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  })();
  const names = /options are (.*)\.$/.exec(refusal)?.[1]?.split(', ') ?? [];
  assert.deepEqual(new Set(rows.keys()), new Set(names));
});

function urlOf(address: unknown): string {
  return `http://127.0.0.1:${(address as AddressInfo).port}/orders`;
}
