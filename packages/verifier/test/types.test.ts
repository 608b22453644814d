/**
 * What the compiler guarantees to API developers. `npm run check` compiles this file; running it shows that
 * everything exists.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { JsonObject } from '@lostwax/core';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import * as onExpress from '../src/adapters/express.ts';
import * as onFastify from '../src/adapters/fastify.ts';
import * as onFetch from '../src/adapters/fetch.ts';
import * as onHono from '../src/adapters/hono.ts';
import {
  attachVerifier,
  type CheckedKey,
  createVerifier,
  type Refusal,
  type Verifier,
} from '../src/index.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Fails to compile if the types differ. */
function same<A, B>(_: Same<A, B>): void {}

interface Plan {
  readonly plan: 'free' | 'gold';
}
const issuers = ['http://127.0.0.1:9/acme'];
const readClaims = (claims: JsonObject): Plan => ({ plan: claims['plan'] === 'gold' ? 'gold' : 'free' });

async function withVerifiers(act: (plain: Verifier, typed: Verifier<Plan>) => unknown): Promise<void> {
  const plain = createVerifier({ issuers });
  const typed = createVerifier({ issuers, readClaims });
  await act(plain, typed);
  await Promise.all([plain.close(), typed.close()]);
}

it('claims are typed by readClaims, and in no other way', () =>
  withVerifiers((plain, typed) => {
    const result = typed.check('x');
    if (result.accepted) same<typeof result.key, CheckedKey<Plan>>(true);
    else same<typeof result, Refusal>(true);
    const untyped = plain.check('x');
    if (untyped.accepted) same<typeof untyped.key.claims, JsonObject>(true);
    // @ts-expect-error A type argument alone checks nothing.
    const asserted = (): Verifier<Plan> => createVerifier<Plan>({ issuers });
    // @ts-expect-error The same in another thread.
    const attached = (): unknown => attachVerifier<Plan>(typed.share());
    assert.deepEqual([typeof asserted, typeof attached], ['function', 'function']);
  }));

it('protects an Express route in three lines, and the route keeps its own types', () =>
  withVerifiers((plain, typed) => {
    const app = express();
    app.use(onExpress.requireKey(plain));
    app.get('/orders/:id', onExpress.requireKey(typed, { scopes: ['orders:read'] }), (req, res) => {
      same<typeof req.params, { id: string }>(true);
      same<ReturnType<typeof onExpress.keyOf>['claims'], unknown>(true);
      res.json({
        id: req.params.id,
        plan: onExpress.keyOf(req, typed).claims.plan,
        by: onExpress.keyOf(req).subject,
      });
      // @ts-expect-error Without the verifier the type of the claims is unknown.
      onExpress.keyOf(req).claims.plan;
    });
    assert.ok(app);
  }));

it('protects a Fastify route in three lines, and the route keeps its own types', () =>
  withVerifiers(async (plain, typed) => {
    const app = fastify();
    app.addHook('onRequest', onFastify.requireKey(plain));
    app.get<{ Params: { id: string } }>(
      '/orders/:id',
      { onRequest: onFastify.requireKey(typed, { scopes: ['orders:read'] }) },
      (req) => {
        same<typeof req.params, { id: string }>(true);
        return { plan: onFastify.keyOf(req, typed).claims.plan, by: onFastify.keyOf(req).subject };
      },
    );
    await app.close();
  }));

it('protects a Hono route in three lines, and the route keeps its own types', () =>
  withVerifiers((plain, typed) => {
    const app = new Hono<{ Variables: { tenant: string } }>();
    app.use(onHono.requireKey(plain));
    app.get('/orders/:id', onHono.requireKey(typed, { scopes: ['orders:read'] }), (c) => {
      const id: string = c.req.param('id');
      const tenant: string = c.get('tenant');
      return c.json({ id, tenant, plan: onHono.keyOf(c, typed).claims.plan, by: onHono.keyOf(c).subject });
    });
    assert.ok(app);
  }));

it('a Fetch API handler receives the key and keeps its other arguments', () =>
  withVerifiers((_, typed) => {
    const handler = onFetch.requireKey(typed, (request, key, env: { name: string }) => {
      same<typeof key, CheckedKey<Plan>>(true);
      return new Response(`${request.url} ${key.claims.plan} ${env.name}`);
    });
    same<typeof handler, (request: Request, env: { name: string }) => Promise<Response>>(true);
  }));

it('the compiler prevents changes to a key', () =>
  withVerifiers((plain) => {
    const result = plain.check('x');
    if (!result.accepted) return;
    // @ts-expect-error Keys are frozen.
    result.key.subject = 'another';
  }));
