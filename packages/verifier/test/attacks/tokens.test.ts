/**
 * The known attacks on tokens, by row, each against a key of every algorithm and with both feeds. None is
 * accepted, none makes the verifier throw, and none makes it send a request.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { until } from '../../../../tools/testing/until.ts';
import { FeedServer } from '../support/feed-server.ts';
import { type Followed, follow } from '../support/followed.ts';
import { type Hostile, headerRows, signatureRows, type Target } from '../support/hostile-headers.ts';
import { payloadRows } from '../support/hostile-payloads.ts';
import { type KeyWishes, type TestKey, testKey } from '../support/keys.ts';
import { type Listener, startListener } from '../support/listener.ts';
import { outgoingDuring } from '../support/outgoing.ts';
import { LIMIT_MS } from '../support/scene.ts';

const algorithms = ['ES256', 'EdDSA', 'RS256'] as const;

describe('attacks on tokens', () => {
  let server: FeedServer;
  let listener: Listener;
  let followed: Followed[];
  const targets: Target[] = [];

  before(async () => {
    server = await FeedServer.start();
    listener = await startListener();
    for (const algorithm of algorithms) {
      const key = add({ algorithm, scopes: ['orders:read'], claims: { plan: 'gold' } });
      targets.push({ key, listener: listener.url });
    }
    followed = [follow(server.issuer), follow(server.issuer, { feedKey: 'feed-key' })];
    await Promise.all(followed.map(({ issuer }) => issuer.ready));
    await until('both streams are open', LIMIT_MS, () => server.streams === 2);
  });
  after(async () => {
    await Promise.all(followed.map((one) => one.close()));
    await listener.stop();
    await server.stop();
  });

  function add(wishes: Partial<KeyWishes>): TestKey {
    const key = testKey({ issuer: server.issuer, ...wishes });
    server.model.add(key);
    return key;
  }

  /** All are refused with 401 and a code, and the valid key is still accepted. */
  async function allRefused(hostile: readonly Hostile[], key: TestKey): Promise<void> {
    assert.equal(new Set(hostile.map(([, text]) => text)).has(key.token), false);
    const outgoing = await outgoingDuring(() => {
      for (const { check, says } of followed) {
        for (const [what, text] of hostile) {
          const result = check(text);
          assert.equal(result.accepted, false, what);
          assert.equal(result.accepted || result.status, 401, what);
        }
        assert.equal(says(key.token), 'accepted');
      }
    });
    assert.deepEqual(outgoing, []);
    assert.equal(listener.requests(), 0);
  }

  for (const [row, hostileOf] of Object.entries({ ...headerRows, ...signatureRows, ...payloadRows })) {
    it(`row ${row}`, async () => {
      for (const target of targets) await allRefused(hostileOf(target), target.key);
    });
  }

  it('rows 1 to 4, 9 to 11 and 13 to 17, even where the pin of such a text is in the set', async () => {
    const rows = Object.values({ ...headerRows, ...payloadRows });
    const listed = targets.map((target) => {
      const hostile = rows.flatMap((hostileOf) => hostileOf(target)).filter(([, text]) => text !== '');
      for (const [, text] of hostile) {
        const pin = createHash('sha256').update(text).digest();
        server.model.add({ ...target.key, token: text, keyId: pin.toString('hex'), pin });
      }
      return { hostile, key: target.key };
    });
    const last = add({});
    server.flush();
    for (const one of followed)
      await until('everything is listed', LIMIT_MS, () => one.says(last.token) === 'accepted');
    for (const { hostile, key } of listed) await allRefused(hostile, key);
  });

  it('row 17: claims with such names in a valid key have no effect', async () => {
    const claims = { constructor: { prototype: { x: 1 } }, toString: 'x', hasOwnProperty: 1 };
    const key = add({ claims: claims as never });
    server.flush();
    for (const one of followed) {
      await until('it is accepted', LIMIT_MS, () => one.says(key.token) === 'accepted');
      const result = one.check(key.token);
      assert.ok(result.accepted);
      assert.deepEqual(JSON.parse(JSON.stringify(result.key.claims)), claims);
      assert.equal(Object.getPrototypeOf(result.key.claims), Object.prototype);
      assert.equal(({} as Record<string, unknown>)['x'], undefined);
      assert.throws(() => Object.assign(result.key.claims, { plan: 'gold' }), TypeError);
    }
  });
});
