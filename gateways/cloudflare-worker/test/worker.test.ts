/**
 * The Worker of the README, in front of a real gate. It runs in Node, which has the same `Request`, `Response` and `fetch` as Cloudflare's
 * runtime, but not its cache, routes and tunnels.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type House, makeHouse, type TestKey } from '../../../packages/gate/test/support/house.ts';
import { codeBlockOf } from '../../../tools/testing/code-blocks.ts';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';

const SOON_MS = 10_000;
const UPLOAD_BYTES = 3 * 1024 * 1024;

interface Worker {
  fetch(request: Request, env: Readonly<Record<string, string>>): Promise<Response>;
}

async function readmeWorker(): Promise<Worker> {
  const code = codeBlockOf('gateways/cloudflare-worker/README.md', 'js');
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: Worker };
  return module.default;
}

describe('the Worker for Cloudflare', { timeout: 120_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let api: Echo;
  let worker: Worker;
  let key: TestKey;

  before(async () => {
    worker = await readmeWorker();
    house = await makeHouse();
    key = await house.issue();
    api = await startEcho();
    gate = await startGate(['--issuer', house.issuer]);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await api?.stop();
    await house?.end();
  });

  const call = (token: string | undefined, more: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(more.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    const request = new Request(`http://127.0.0.1:${api.port}/orders?x=1`, { ...more, headers });
    return worker.fetch(request, { GATE_URL: gate.url, GATE_ID: 'id', GATE_SECRET: 'secret' });
  };

  it('tells the API who calls, without the key and without a client’s own identity', async () => {
    const forged = ['x-lostwax-subject', 'X_Lostwax_Subject', 'x.lostwax.scope', 'x-lostwax-open'];
    const headers = Object.fromEntries(forged.map((name) => [name, 'forged']));
    const seen = (await (await call(key.token, { headers })).json()) as Seen;
    const named = Object.fromEntries(seen.headers);
    assert.deepEqual([named['x-lostwax-key-id'], named['x-lostwax-subject']], [key.id, 'customer-1']);
    assert.ok(!JSON.stringify(seen).includes('forged'));
    assert.ok(!('authorization' in named) && !JSON.stringify(seen).includes(key.token.slice(0, 60)));
    assert.deepEqual([seen.method, seen.url], ['GET', '/orders?x=1']);
  });

  it('passes an upload of 3 MiB on', async () => {
    const answer = await call(key.token, { method: 'POST', body: Buffer.alloc(UPLOAD_BYTES, 'b') });
    assert.equal(((await answer.json()) as Seen).bodyBytes, UPLOAD_BYTES);
  });

  it('refuses no key and a bad one with the gate’s problem', async () => {
    const before = api.count();
    for (const [token, code] of [
      [undefined, 'key_missing'],
      ['nonsense', 'token_malformed'],
    ] as const) {
      const answer = await call(token);
      assert.equal(answer.status, 401);
      assert.equal(((await answer.json()) as { code: string }).code, code);
    }
    assert.equal(api.count(), before, 'the API was not asked');
  });

  it('refuses a revoked key', async () => {
    const revoked = await house.issue();
    await until('it is accepted', SOON_MS, async () => (await call(revoked.token)).status === 200);
    await house.revoke(revoked);
    await until('it is refused', SOON_MS, async () => (await call(revoked.token)).status === 401);
  });

  // Must be the last test, since it stops the gate.
  it('answers 503 without a gate', async () => {
    await gate.stop();
    const before = api.count();
    const answer = await call(key.token);
    assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '1']);
    assert.equal(api.count(), before, 'the API was not asked');
  });
});
