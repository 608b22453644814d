/**
 * Cloud functions have no header lines: an event is converted to a message of node:http with `headers` only.
 */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import express from 'express';
import fastify from 'fastify';
import serverless from 'serverless-http';
import { keyOf as expressKey, requireKey as expressRequire } from '../../src/adapters/express.ts';
import { keyOf as fastifyKey, requireKey as fastifyRequire } from '../../src/adapters/fastify.ts';
import type { KeyChecker } from '../../src/index.ts';
import { LIMIT_MS, scene } from '../support/scene.ts';

interface Answer {
  readonly statusCode: number;
  readonly body: string;
}

type Handle = (event: object, context: object) => Promise<unknown>;

const apps: Readonly<Record<string, (verifier: KeyChecker) => Promise<Handle>>> = {
  async express(verifier) {
    const app = express();
    app.get('/orders', expressRequire(verifier), (request, response) => {
      response.send(expressKey(request).subject);
    });
    return serverless(app) as Handle;
  },
  async fastify(verifier) {
    const app = fastify();
    app.get('/orders', { onRequest: fastifyRequire(verifier) }, (request) => fastifyKey(request).subject);
    await app.ready();
    return serverless(app as never) as Handle;
  },
};

for (const [name, start] of Object.entries(apps)) {
  it(`${name} behind serverless-http: a valid key is accepted, two are refused, and none is reported as missing`, {
    timeout: LIMIT_MS,
  }, async (t) => {
    const { issue, follow, untilSays } = await scene(t);
    const key = issue({ customer: 'cus-1' });
    const followed = follow();
    await untilSays(followed, key, 'accepted');
    const handle = await start({ check: followed.check, refreshSigners: async () => {} });
    const ask = async (headers: Record<string, string | string[]>): Promise<[number, string]> => {
      const event = {
        ...{ version: '1.0', httpMethod: 'GET', path: '/orders', body: null, isBase64Encoded: false },
        multiValueHeaders: Object.fromEntries(
          Object.entries(headers).map(([at, value]) => [at, [value].flat()]),
        ),
        requestContext: { identity: { sourceIp: '192.0.2.1' } },
      };
      const { statusCode, body } = (await handle(event, {})) as Answer;
      return [statusCode, statusCode === 200 ? body : JSON.parse(body).code];
    };
    assert.deepEqual(await ask({ Authorization: `Bearer ${key.token}` }), [200, 'cus-1']);
    assert.deepEqual(await ask({ 'x-api-key': key.token }), [200, 'cus-1']);
    assert.deepEqual(await ask({}), [401, 'key_missing']);
    const two = [`Bearer ${key.token}`, 'Bearer other'];
    assert.deepEqual(await ask({ Authorization: two }), [401, 'key_repeated']);
  });
}
