/** Hono has two requests, its own and the raw one, and either may be replaced later on. */
import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { keyOf, requireKey } from '../../src/adapters/hono.ts';
import { createVerifier, type Verifier } from '../../src/index.ts';
import { FeedServer } from '../support/feed-server.ts';
import { testKey } from '../support/keys.ts';
import { LIMIT_MS } from '../support/scene.ts';

/** A verifier, and a request with a key that it accepts. */
async function good(t: TestContext): Promise<{ verifier: Verifier; sent: RequestInit }> {
  const server = await FeedServer.start();
  t.after(() => server.stop());
  const key = testKey({ issuer: server.issuer });
  server.model.add(key);
  const verifier = createVerifier({ issuers: [server.issuer] });
  t.after(() => verifier.close());
  await verifier.ready(LIMIT_MS / 1000);
  return { verifier, sent: { method: 'POST', body: 'text', headers: { 'x-api-key': key.token } } };
}

it('the key survives middleware that reads a body of unknown length', async (t) => {
  const { verifier, sent } = await good(t);
  const app = new Hono();
  app.use(requireKey(verifier), bodyLimit({ maxSize: 100 }));
  app.post('/orders', async (c) => c.json([keyOf(c, verifier).subject, await c.req.text()]));
  const answer = await app.request('/orders', sent);
  assert.deepEqual([answer.status, await answer.json()], [200, ['cus-1', 'text']]);
});

it('an app that receives the raw request from another has its key', async (t) => {
  const { verifier, sent } = await good(t);
  const inner = new Hono();
  inner.post('/orders', (c) => c.json(keyOf(c, verifier).subject));
  const app = new Hono();
  app.all('*', requireKey(verifier), (c) => inner.fetch(c.req.raw));
  const answer = await app.request('/orders', sent);
  assert.deepEqual([answer.status, await answer.json()], [200, 'cus-1']);
});
