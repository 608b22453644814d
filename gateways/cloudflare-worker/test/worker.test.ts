/**
 * The Worker of the README in Cloudflare's own runtime, in front of a real gate. Cloudflare's cache, routes and tunnels aren't part of
 * the runtime.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type House, makeHouse, type TestKey } from '../../../packages/gate/test/support/house.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { codeBlockOf } from '../../../tools/testing/code-blocks.ts';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';
import { type RunningWorker, startWorker } from './workerd.ts';

const SOON_MS = 10_000;
const UPLOAD_BYTES = 3 * 1024 * 1024;

const workerd = await peerForTests('workerd');

describe('the Worker for Cloudflare', { skip: workerd.skip, timeout: 120_000 }, () => {
  let house: House;
  let gate: RunningGate;
  let api: Echo;
  let worker: RunningWorker;
  let key: TestKey;

  before(async () => {
    house = await makeHouse();
    key = await house.issue();
    api = await startEcho();
    gate = await startGate(['--issuer', house.issuer]);
    await gateReady(gate);
    const code = codeBlockOf('gateways/cloudflare-worker/README.md', 'js');
    const env = { GATE_URL: gate.url, GATE_ID: 'id', GATE_SECRET: 'secret' };
    worker = await startWorker(workerd.program, house.folder, code, env);
  });
  after(async () => {
    await worker?.program.stop();
    await gate?.stop();
    await api?.stop();
    await house?.end();
  });

  const call = (token: string | undefined, headers: Readonly<Record<string, string>> = {}, body?: Buffer) =>
    worker.call(
      `127.0.0.1:${api.port}`,
      { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body,
    );
  const seenBy = async (...args: Parameters<typeof call>): Promise<Seen> =>
    JSON.parse((await call(...args)).text);

  it('tells the API who calls, without the key and without a client’s own identity', async () => {
    const forged = ['x-lostwax-subject', 'X_Lostwax_Subject', 'x.lostwax.scope', 'x-lostwax-open'];
    const headers = Object.fromEntries(forged.map((name) => [name, 'forged']));
    const seen = await seenBy(key.token, headers);
    const named = Object.fromEntries(seen.headers);
    assert.deepEqual([named['x-lostwax-key-id'], named['x-lostwax-subject']], [key.id, 'customer-1']);
    assert.ok(!JSON.stringify(seen).includes('forged'));
    assert.ok(!('authorization' in named) && !JSON.stringify(seen).includes(key.token.slice(0, 60)));
    assert.deepEqual([seen.method, seen.url], ['GET', '/orders?x=1']);
  });

  it('passes an upload of 3 MiB on', async () => {
    const { method, bodyBytes } = await seenBy(key.token, {}, Buffer.alloc(UPLOAD_BYTES, 'b'));
    assert.deepEqual([method, bodyBytes], ['POST', UPLOAD_BYTES]);
  });

  it('refuses no key and a bad one with the gate’s problem', async () => {
    const before = api.count();
    for (const [token, code] of [
      [undefined, 'key_missing'],
      ['nonsense', 'token_malformed'],
    ] as const) {
      const { status, text } = await call(token);
      assert.equal(status, 401);
      assert.equal((JSON.parse(text) as { code: string }).code, code);
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
    assert.deepEqual([answer.status, answer.headers['retry-after']], [503, '1']);
    assert.equal(api.count(), before, 'the API was not asked');
  });
});
