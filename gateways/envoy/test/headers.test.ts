/** What a client may send, and what of it an upstream sees: the same with one document and with 256 shards. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseKeyId } from '@lostwax/core';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { type PublishedKey, type Publisher, startPublisher } from '../../../tools/testing/publisher.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type Gateway, startGateway } from './fixture.ts';

const { program, skip } = await peerForTests('envoy');

for (const shards of [1, 256] as const) {
  describe(`requests through Envoy with ${shards} shards`, { skip }, () => {
    let publisher: Publisher;
    let gateway: Gateway;
    let token: string;
    let keyId: string;
    let refused: Readonly<Record<string, string>>;

    before(async () => {
      publisher = await startPublisher();
      ({ token, keyId } = publisher.issue());
      const revoked = publisher.issue();
      publisher.revoke(revoked.keyId);
      refused = {
        'another issuer': publisher.issue({ issuer: 'http://elsewhere.example/demo' }).token,
        'an expiry in the past': publisher.issue({ expiresAtSeconds: Math.floor(Date.now() / 1000) - 5 })
          .token,
        'a key that is not in the set': revoked.token,
        'a signature that is not its own': token.slice(0, -8) + revoked.token.slice(-8),
      };
      gateway = await startGateway(program, publisher, { shards });
    });
    after(async () => {
      await gateway.stop();
      await publisher.stop();
    });

    it('a key is accepted, and the upstream learns who calls but not the key', async () => {
      const headers = await gateway.upstreamHeaders(bearer(token));
      const identity = Object.fromEntries(headers.filter(([name]) => name.startsWith('x-lostwax-')));
      const claims: unknown = JSON.parse(
        Buffer.from(identity['x-lostwax-claims'] ?? '', 'base64url').toString(),
      );
      assert.deepEqual(
        { ...identity, 'x-lostwax-claims': undefined },
        {
          'x-lostwax-subject': 'customer-1',
          'x-lostwax-key-id': keyId,
          'x-lostwax-scope': 'read write',
          'x-lostwax-workspace': 'demo',
          'x-lostwax-claims': undefined,
        },
      );
      assert.equal((claims as { jti: string }).jti, keyId);
      assert.ok(!JSON.stringify(headers).includes(token.slice(0, 60)));
    });

    it('401 for what is no valid key', async () => {
      for (const [what, bad] of Object.entries(refused)) {
        assert.equal(await gateway.status(bearer(bad)), 401, what);
      }
    });

    it('403 for another audience', async () => {
      assert.equal(await gateway.status(bearer(publisher.issue({ audience: 'elsewhere' }).token)), 403);
    });

    it('401 for no key, for garbage, and for a key in another place than a Bearer header', async () => {
      const forms: readonly HeaderLine[][] = [
        [],
        [bearer('')],
        [bearer('garbage')],
        [bearer('a.b.c')],
        [bearer(`${token},${token}`)],
        [['Authorization', token]],
        [['Authorization', `bearer ${token}`]],
        [['Authorization', `Basic ${token}`]],
        [['X-Api-Key', token]],
        [['Cookie', `access_token=${token}`]],
        [bearer('garbage'), bearer(token)],
        [bearer(token), bearer('garbage')],
      ];
      for (const lines of forms) assert.equal(await gateway.status(...lines), 401, JSON.stringify(lines));
      assert.equal((await ask(`${gateway.envoy.url}/?access_token=${token}`)).status, 401);
    });

    it('why a client must write Bearer with a capital B: Envoy refuses a good key behind bearer', async () => {
      assert.equal(await gateway.status(['authorization', `Bearer ${token}`]), 200);
      for (const scheme of ['bearer', 'BEARER', 'bEARER'])
        assert.equal(await gateway.status(['Authorization', `${scheme} ${token}`]), 401, scheme);
    });

    it('60 KiB of headers are what Envoy takes: 431 beyond', async () => {
      assert.equal(await gateway.status(bearer(token), ['Cookie', 'c'.repeat(58_000)]), 200);
      assert.equal(await gateway.status(bearer(token), ['Cookie', 'c'.repeat(62_000)]), 431);
    });

    it('a header that holds keys never reaches the upstream', async () => {
      const headers = await gateway.upstreamHeaders(bearer(token), ['X-Api-Key', token]);
      assert.ok(!JSON.stringify(headers).includes(token.slice(0, 60)));
    });

    it('identity headers that a client sends never reach the upstream, in any spelling', async () => {
      const spellings = [
        ...[
          'x-lostwax-subject',
          'X-Lostwax-Subject',
          'x_lostwax_subject',
          'x-lostwax_subject',
          'X_LOSTWAX-SUBJECT',
        ],
        ...[
          'x.lostwax.subject',
          "x'lostwax'subject",
          'x-lostwax-key-id',
          'x_lostwax_key_id',
          'x-lostwax-scope',
        ],
        ...['x-lostwax-workspace', 'x-lostwax-claims', 'x-lostwax-anything', 'x-lostwax'],
      ];
      const forged = spellings.map((name): HeaderLine => [name, 'forged']);
      const headers = await gateway.upstreamHeaders(...forged, bearer(token), ...forged);
      assert.deepEqual(
        headers.filter(([, value]) => value.includes('forged')),
        [],
      );
      assert.equal(headers.filter(([name]) => name === 'x-lostwax-subject').length, 1);
    });

    it('a scope that the key does not have is not there, whatever the client sends', async () => {
      const bare = publisher.issue({ scopes: [] });
      await until(
        'the new key is accepted',
        15_000,
        async () => (await gateway.status(bearer(bare.token))) === 200,
      );
      const headers = await gateway.upstreamHeaders(bearer(bare.token), ['x-lostwax-scope', 'admin']);
      assert.deepEqual(
        headers.filter(([name]) => name === 'x-lostwax-scope'),
        [],
      );
    });

    it('a Connection header cannot take identity headers away', async () => {
      const headers = await gateway.upstreamHeaders(bearer(token), [
        'Connection',
        'close, x-lostwax-subject',
      ]);
      assert.ok(headers.some(([name, value]) => name === 'x-lostwax-subject' && value === 'customer-1'));
    });

    it('headers of other names are kept', async () => {
      const headers = await gateway.upstreamHeaders(
        bearer(token),
        ['my_header', 'a'],
        ['xx-lostwax-subject', 'b'],
      );
      assert.ok(headers.some(([name]) => name === 'my_header'));
      assert.ok(headers.some(([name]) => name === 'xx-lostwax-subject'));
    });
  });
}

describe('256 shards', { skip }, () => {
  let publisher: Publisher;
  let keys: PublishedKey[];
  let gateway: Gateway;

  before(async () => {
    publisher = await startPublisher();
    // Enough that a shard without a key is unlikely: 256 * (255/256)^3000 is 0.002.
    keys = Array.from({ length: 3_000 }, () => publisher.issue());
    gateway = await startGateway(program, publisher, { shards: 256 });
  });
  after(async () => {
    await gateway.stop();
    await publisher.stop();
  });

  it('every shard has its own document, and the key of every shard is accepted', async () => {
    assert.equal(publisher.requests.size, 256);
    const oneOfEach = new Map(keys.map((key) => [parseKeyId(key.keyId).shard, key]));
    assert.ok(oneOfEach.size > 250, `${oneOfEach.size} shards have a key`);
    for (const key of oneOfEach.values()) assert.equal(await gateway.status(bearer(key.token)), 200);
  });

  it('the last rule refuses even a valid key, of whatever shard, that no shard’s rule has taken', async () => {
    const ofFirstShard = keys.find((key) => parseKeyId(key.keyId).shard === '00') ?? publisher.issue();
    for (const { token } of [ofFirstShard, ...keys.slice(0, 20)]) {
      for (const value of [`Bearer  ${token}`, `x Bearer ${token}`, `Basic x, Bearer ${token}`]) {
        assert.equal(await gateway.status(['Authorization', value]), 401, value.slice(0, 20));
      }
    }
  });
});
