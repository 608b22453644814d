import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { type AlgorithmName, algorithms, parseToken, verifyToken } from '@lostwax/core';
import type { NewKey } from '../../../src/domain/keys/types.ts';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { ORIGIN, openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin } = fixture;
const slug = await workspace(fixture);
const issue = (input: Partial<NewKey> = {}) => domain.issue(admin, slug, { customer: 'c', ...input });

async function recordOf(id: string) {
  return tablesBehind(fixture.store.read)
    .selectFrom('keys')
    .selectAll()
    .where('kid', '=', id)
    .executeTakeFirstOrThrow();
}

describe('a key', () => {
  for (const algorithm of Object.keys(algorithms) as AlgorithmName[]) {
    it(`of ${algorithm}: its token verifies against the public half, and its pin is the token's`, async () => {
      const own = await workspace(fixture, { algorithm, audience: 'api' });
      const { key, token } = await domain.issue(admin, own, {
        customer: 'c',
        scopes: ['r'],
        claims: { plan: { n: [1] } },
      });
      const parsed = parseToken(token);
      const record = await recordOf(key.id);
      assert.ok(verifyToken(parsed, JSON.parse(record.jwk ?? ''), algorithm));
      assert.deepEqual(Buffer.from(record.pin), createHash('sha256').update(token).digest());
      const { iss, sub, aud, iat, jti, scope, plan } = parsed.claims;
      const expected = [
        `${ORIGIN}/${own}`,
        'c',
        'api',
        fixture.clock.now / 1000 - 30,
        key.id,
        'r',
        { n: [1] },
      ];
      assert.deepEqual([iss, sub, aud, iat, jti, scope, plan], expected);
      assert.equal(key.ending, token.slice(-6));
    });
  }

  it('of a workspace whose algorithm changed has the new one', async () => {
    const own = await workspace(fixture, { algorithm: 'EdDSA' });
    await domain.updateWorkspace(admin, own, { algorithm: 'ES256' });
    const { token } = await domain.issue(admin, own, { customer: 'c' });
    assert.equal(parseToken(token).algorithm, 'ES256');
  });

  it('is recorded without its token', async () => {
    const { key, token } = await issue();
    const record = JSON.stringify(await recordOf(key.id));
    for (const part of token.split('.')) assert.ok(!record.includes(part));
  });
});

describe('a refused key', () => {
  const refusals: readonly (readonly [string, Partial<NewKey>, Parameters<typeof withCode>[0]])[] = [
    ['a registered claim', { claims: { exp: 1 } }, 'claim_registered'],
    ['claims that make the token too long', { claims: { long: 'x'.repeat(4_000) } }, 'token_too_long'],
    ['an expiry in 1970', { expiresAt: 1 }, 'expiry_not_allowed'],
    ['a customer who is none', { customer: 'two words' }, 'invalid_request'],
  ];
  for (const [name, input, code] of refusals) {
    it(`${name}: ${code}, and nothing changes`, async () => {
      const before = await domain.workspace(slug);
      await assert.rejects(issue({ customer: 'never', ...input }), withCode(code));
      assert.deepEqual(await domain.workspace(slug), before);
      await assert.rejects(domain.customer(slug, 'never'), withCode('customer_not_found'));
    });
  }

  it('in a batch only affects its item; the others are issued', async () => {
    const items = refusals.map(([, input]): NewKey => ({ customer: 'batch', ...input }));
    const outcomes = await domain.issueMany(admin, slug, [
      { customer: 'batch' },
      ...items,
      { customer: 'batch' },
    ]);
    for (const [index, [, , code]] of refusals.entries()) withCode(code)(outcomes[index + 1]);
    for (const good of [outcomes[0], outcomes.at(-1)]) assert.ok(good && !(good instanceof Error));
    assert.equal((await domain.customer(slug, 'batch')).liveKeys, 2);
  });

  it('claims named like a prototype are inert', async () => {
    const claims = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    const { key } = await issue({ claims }).catch((error) => {
      withCode('invalid_request')(error);
      return { key: undefined };
    });
    if (key !== undefined) assert.deepEqual(JSON.stringify(key.claims), JSON.stringify(claims));
    assert.equal((Object.prototype as { polluted?: number }).polluted, undefined);
  });
});
