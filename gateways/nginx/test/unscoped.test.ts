/** Where no request needs scopes, nginx encodes the claims of most keys in a shorter way. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Setup, setUp } from '../../../packages/pins/test/support/setup.ts';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { bearer } from '../../../tools/testing/request.ts';
import { nginxWithPins } from './support.ts';

const { program, skip } = await peerForTests('nginx-njs');

const fromBase64 = (text: string | undefined) => JSON.parse(Buffer.from(text ?? '', 'base64url').toString());

describe('nginx with pins and without scopes', { skip, timeout: 120_000 }, () => {
  let setup: Setup;
  before(async () => {
    setup = await setUp(nginxWithPins(program));
  });
  after(() => setup?.end());

  const bodies: Readonly<Record<string, object>> = {
    'no claims': {},
    'claims of 7 bytes': { claims: { a: '' } },
    'claims of 8 bytes': { claims: { a: '1' } },
    'claims of 9 bytes': { claims: { a: '12' } },
    'claims that base64url writes in its own way': { claims: { a: '~~~???>>>' } },
    'a customer with an escape': { customer: 'a"b\\c' },
    'an expiration': { expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
  };
  for (const [what, body] of Object.entries(bodies)) {
    it(`passes on what the token of a key with ${what} says`, async () => {
      const { token } = await setup.house.issue(body);
      await setup.seen(token, 200);
      const headers = new Map(await setup.upstream(bearer(token)));
      // When the key was made is only in the token.
      const { iat, ...claims } = fromBase64(token.split('.')[1]);
      assert.match(headers.get('x-lostwax-claims') ?? '', /^[\w-]+$/);
      assert.deepEqual(fromBase64(headers.get('x-lostwax-claims')), claims);
      const { jti, sub, scope } = claims;
      assert.equal(typeof iat, 'number');
      const own = ['key-id', 'subject', 'scope'].map((it) => headers.get(`x-lostwax-${it}`));
      assert.deepEqual(own, [jti, sub, scope]);
    });
  }
});
