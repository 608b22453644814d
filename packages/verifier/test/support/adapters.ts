import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { keyOf as expressKey, requireKey as expressRequire } from '../../src/adapters/express.ts';
import { keyOf as fastifyKey, requireKey as fastifyRequire } from '../../src/adapters/fastify.ts';
import { requireKey as fetchRequire } from '../../src/adapters/fetch.ts';
import { keyOf as honoKey, requireKey as honoRequire } from '../../src/adapters/hono.ts';
import type { CheckedKey, KeyChecker } from '../../src/index.ts';

/** The type that the producer in these tests gives his own claims. */
export interface Plan {
  readonly plan: string;
}

/**
 * An API with three routes: `/plain` and `/scoped` (`orders:write`) require a key and answer with what it
 * grants; `/open` requires none and answers with the error of `keyOf()`.
 */
export interface KeyedApi {
  readonly url: string;
  /** How often a handler behind `requireKey()` has run. */
  handled(): number;
  stop(): Promise<void>;
}

type Start = (verifier: KeyChecker<Plan>, seen: (key: CheckedKey<Plan>) => object) => Promise<Listening>;
interface Listening {
  readonly port: number;
  stop(): Promise<void>;
}

/** Where clients reach each API, according to its configuration. */
export const ORIGIN = 'https://api.example.com';
const open = { origin: ORIGIN };
const scoped = { scopes: ['orders:write'], origin: ORIGIN };

/** Every adapter, as an API of its framework on a free port. */
export const adapters: Readonly<Record<string, (verifier: KeyChecker<Plan>) => Promise<KeyedApi>>> = {
  fetch: api(async (verifier, seen) => {
    const plain = fetchRequire(verifier, (_, key) => Response.json(seen(key)), open);
    const writes = fetchRequire(verifier, (_, key) => Response.json(seen(key)), scoped);
    return listening((request) => (request.url.endsWith('/scoped') ? writes(request) : plain(request)));
  }),

  express: api(async (verifier, seen) => {
    const app = express();
    app.get('/open', (req, res) => res.json(attempt(() => expressKey(req))));
    app.get('/plain', expressRequire(verifier, open), (req, res) =>
      res.json(seen(expressKey(req, verifier))),
    );
    app.get('/scoped', expressRequire(verifier, scoped), (req, res) =>
      res.json(seen(expressKey(req, verifier))),
    );
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      port: (server.address() as AddressInfo).port,
      async stop() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }),

  fastify: api(async (verifier, seen) => {
    const app = fastify();
    app.get('/open', (req) => attempt(() => fastifyKey(req)));
    app.get('/plain', { onRequest: fastifyRequire(verifier, open) }, (req) =>
      seen(fastifyKey(req, verifier)),
    );
    app.get('/scoped', { preHandler: fastifyRequire(verifier, scoped) }, (req) =>
      seen(fastifyKey(req, verifier)),
    );
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { port: (app.server.address() as AddressInfo).port, stop: () => app.close() };
  }),

  hono: api(async (verifier, seen) => {
    const app = new Hono();
    app.get('/open', (c) => c.json(attempt(() => honoKey(c))));
    app.get('/plain', honoRequire(verifier, open), (c) => c.json(seen(honoKey(c, verifier))));
    app.get('/scoped', honoRequire(verifier, scoped), (c) => c.json(seen(honoKey(c, verifier))));
    return listening((request) => app.fetch(request));
  }),
};

function api(start: Start): (verifier: KeyChecker<Plan>) => Promise<KeyedApi> {
  return async (verifier) => {
    let handled = 0;
    const { port, stop } = await start(verifier, ({ subject, keyId, scopes, claims }) => {
      handled++;
      return { subject, keyId, scopes, plan: claims.plan };
    });
    return { url: `http://127.0.0.1:${port}`, handled: () => handled, stop };
  };
}

async function listening(fetch: (request: Request) => Response | Promise<Response>): Promise<Listening> {
  const server = serve({ fetch, port: 0, hostname: '127.0.0.1' });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function attempt(act: () => unknown): object {
  try {
    act();
    return { error: 'none' };
  } catch (error) {
    return { error: (error as Error).name };
  }
}
