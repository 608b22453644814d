/** A flood of random keys must neither delay other clients nor make the gate send requests. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { after, before, describe, it } from 'node:test';
import { makeKeyId } from '@lostwax/core';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { type Front, startFront } from './support/front.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const FLOOD_MS = 4_000;
const FLOODERS = 16;
const KEYS = 5;
/**
 * A head is requested every five seconds, or up to a tenth earlier; a second one if the flood begins just
 * before it.
 */
const MOST_HEADS = 2;

describe('a flood of random unknown keys', { timeout: 60_000 }, () => {
  let house: House;
  let front: Front;
  let gate: RunningGate;
  const keys: TestKey[] = [];
  const agent = new Agent({ keepAlive: true, maxSockets: FLOODERS + KEYS });

  before(async () => {
    house = await makeHouse();
    front = await startFront(() => house.authority.url);
    for (let n = 0; n < KEYS; n += 1) keys.push(await house.issue());
    gate = await startGate(['--issuer', house.issuer, '--feed', front.url, '--threads', '2']);
    await gateReady(gate);
  });
  after(async () => {
    agent.destroy();
    await gate?.stop();
    await front?.stop();
    await house?.end();
  });

  function verify(token: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}` };
      request(`${gate.url}/verify`, { agent, headers }, (answer) => {
        answer.on('end', () => resolve(answer.statusCode ?? 0)).resume();
      })
        .on('error', reject)
        .end();
    });
  }

  /** A well-formed token for a key that was never issued. */
  function unknown(good: string): string {
    const kid = makeKeyId('acme');
    const claims = JSON.parse(Buffer.from(good.split('.')[1] ?? '', 'base64url').toString()) as object;
    const parts = [
      JSON.stringify({ kid, alg: 'ES256', typ: 'JWT' }),
      JSON.stringify({ ...claims, jti: kid }),
    ];
    return [
      ...parts.map((part) => Buffer.from(part).toString('base64url')),
      randomBytes(64).toString('base64url'),
    ].join('.');
  }

  it('every valid key gets 200, no other request gets through, and nothing is fetched because of it', async () => {
    const [first] = keys;
    const makers: readonly (() => string)[] = [
      () => unknown(first?.token ?? ''),
      () => randomBytes(200).toString('base64url'),
      () => `${first?.token.slice(0, first.token.lastIndexOf('.'))}.${randomBytes(64).toString('base64url')}`,
    ];
    assert.equal(await gate.code(unknown(first?.token ?? '')), 'key_unknown');
    const before = new Map(front.asked);
    const end = performance.now() + FLOOD_MS;
    const flood = Array.from({ length: FLOODERS }, async (_, n) => {
      let sent = 0;
      for (; performance.now() < end; sent += 1)
        assert.equal(await verify((makers[(n + sent) % makers.length] as () => string)()), 401);
      return sent;
    });
    const good = keys.map(async ({ token }) => {
      let sent = 0;
      for (; performance.now() < end; sent += 1) assert.equal(await verify(token), 200);
      return sent;
    });
    const sum = async (counts: Promise<number>[]) => (await Promise.all(counts)).reduce((a, b) => a + b, 0);
    const [unknownSent, goodSent] = await Promise.all([sum(flood), sum(good)]);
    assert.ok(unknownSent > 100 && goodSent > 20, `${unknownSent} unknown, ${goodSent} good`);
    const since = (name: string) => (front.asked.get(name) ?? 0) - (before.get(name) ?? 0);
    assert.deepEqual([since('snapshot'), since('feed')], [0, 0]);
    assert.ok(since('head') <= MOST_HEADS, `${since('head')} heads`);
  });

  it('a new key is accepted at once afterwards', async () => {
    const fresh = await house.issue();
    await gate.accepts(fresh.token);
  });
});
