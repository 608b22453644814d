import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { describe, it } from 'node:test';
import { type AlgorithmName, parseAnyToken, parseToken, pinOf } from '@lostwax/core';
import { retireSigningKeys } from '../../../src/domain/signing-keys/retire.ts';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { ORIGIN, openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const method = 'shared-signed';
const fixture = await openFixture();
const { admin, domain, store, context, clock } = fixture;

/** A workspace that offers the method. */
async function offering(algorithm: AlgorithmName = 'ES256'): Promise<string> {
  const slug = await workspace(fixture, { algorithm });
  await domain.updateWorkspace(admin, slug, { settings: { methods: ['signed', method] } });
  return slug;
}
const issue = (slug: string, input = {}) => domain.issue(admin, slug, { customer: 'c', method, ...input });
const current = async (slug: string) => {
  const [found] = (await domain.signingKeys(slug)).items;
  assert.ok(found);
  return found;
};
async function publicHalf(slug: string, kid: string) {
  const { id } = (await store.read.workspaces.bySlug(slug)) ?? assert.fail();
  const row = await store.read.published.key(id, kid);
  return row?.published === 1 ? JSON.parse(row.jwk ?? 'null') : undefined;
}

describe('a key under a shared signing key', () => {
  for (const algorithm of ['ES256', 'RS256', 'EdDSA'] as const) {
    it(`is an ordinary JWT of ${algorithm}, whose signing key is published with the setting`, async () => {
      const slug = await offering(algorithm);
      const { id } = await current(slug);
      const { key, token } = await issue(slug, { scopes: ['r'], claims: { plan: 'gold' } });
      const parsed = parseAnyToken(token);
      assert.equal(parsed.keyId, key.id);
      assert.equal(parsed.signingKeyId, id);
      assert.equal(parsed.algorithm, algorithm);
      const { iat, ...claims } = parsed.claims;
      const aud = slug;
      assert.deepEqual(claims, {
        ...{ iss: `${ORIGIN}/${slug}`, sub: 'c', aud, jti: key.id, scope: 'r', plan: 'gold' },
      });
      const jwk = createPublicKey({ key: await publicHalf(slug, id), format: 'jwk' });
      const digest = algorithm === 'EdDSA' ? null : 'sha256';
      const publicKey = { key: jwk, ...(algorithm === 'ES256' && { dsaEncoding: 'ieee-p1363' as const }) };
      assert.ok(verify(digest, Buffer.from(parsed.signingInput), publicKey, parsed.signature));
      assert.throws(() => parseToken(token), { code: 'token_malformed' });
    });
  }

  it('is stored as its pin, and its signing key only encrypted', async () => {
    const slug = await offering();
    const { key, token } = await issue(slug);
    const row = await store.read.keys.byPin(pinOf(token));
    assert.equal(row?.kid, key.id);
    assert.equal(row.signed_by, (await current(slug)).id);
    const [stored] = await tablesBehind(store.read)
      .selectFrom('signing_keys')
      .selectAll()
      .where('kid', '=', row.signed_by)
      .execute();
    assert.throws(() =>
      createPublicKey({ key: Buffer.from(stored?.sealed ?? []), format: 'der', type: 'spki' }),
    );
  });

  it('is disabled, enabled, rotated and revoked like any other, also by its holder', async () => {
    const slug = await offering();
    const { key } = await issue(slug);
    await domain.disable(admin, slug, key.id);
    await domain.enable(admin, slug, key.id);
    const { key: next, token } = await domain.rotate(admin, slug, key.id, { overlapSeconds: 0 });
    assert.equal(next.method, method);
    assert.equal((await domain.revokeSelf(null, token)).id, next.id);
    assertLedgers(fixture.file, clock.now);
    const found = await domain.revokeMany(admin, slug, { unknownToAudit: true }, { dryRun: true });
    assert.equal(found.count, 0);
  });

  it('is refused if its token is too long, while others in the batch are created', async () => {
    const slug = await offering();
    const long = { claims: { text: 'x'.repeat(4_000) } };
    const [made, refused] = await domain.issueMany(admin, slug, [
      { customer: 'c', method },
      { customer: 'c', method, ...long },
    ]);
    assert.ok(made && !(made instanceof Error));
    assert.throws(() => {
      throw refused;
    }, withCode('token_too_long'));
  });
});

describe('a signing key', () => {
  it('is refused without a secret key, with the reason', async () => {
    const slug = await workspace(fixture);
    const other = { ...context, secretKey: undefined };
    const { createDomain } = await import('../../../src/domain/domain.ts');
    const without = createDomain(other);
    await assert.rejects(
      without.updateWorkspace(admin, slug, { settings: { methods: [method] } }),
      withCode('secret_key_missing'),
    );
    assert.deepEqual((await domain.workspace(slug)).settings.methods, ['signed']);
    assert.equal((await without.signingKeys(slug)).canSign, false);
    await assert.rejects(domain.rotateSigningKey(admin, slug, undefined), withCode('signing_key_not_found'));
    await assert.rejects(domain.revokeSigningKey(admin, slug, 'x'), withCode('signing_key_not_found'));
  });

  it('is rotated: the previous one signs nothing more, and stays until no live key needs it', async () => {
    const slug = await offering();
    const before = await current(slug);
    const { key } = await issue(slug);
    const { items } = await domain.rotateSigningKey(admin, slug, undefined);
    assert.deepEqual(
      items.map(({ state }) => state),
      ['current', 'retiring'],
    );
    const next = await issue(slug);
    assert.equal(parseAnyToken(next.token).signingKeyId, items[0]?.id);
    await retireSigningKeys(context);
    assert.ok(await publicHalf(slug, before.id));
    await domain.revoke(admin, slug, key.id);
    await retireSigningKeys(context);
    assert.equal(await publicHalf(slug, before.id), undefined);
    assert.equal((await domain.signingKeys(slug)).items[1]?.state, 'removed');
    assert.equal((await domain.key(slug, next.key.id, 'all')).state, 'active');
    assertLedgers(fixture.file, clock.now);
  });

  it('is removed after the time that was set, and its keys with it', async () => {
    const slug = await offering();
    const before = await current(slug);
    const { key } = await issue(slug);
    await domain.rotateSigningKey(admin, slug, 60);
    await retireSigningKeys(context);
    assert.ok(await publicHalf(slug, before.id));
    clock.now += 60_000;
    await retireSigningKeys(context);
    assert.equal(await publicHalf(slug, before.id), undefined);
    assert.equal((await domain.key(slug, key.id, 'all')).state, 'revoked');
  });

  it('is revoked with all its keys, even many, and another takes its place', async () => {
    const slug = await offering();
    const stolen = await current(slug);
    const many = await domain.issueMany(admin, slug, Array(300).fill({ customer: 'c', method }));
    assert.ok(many.every((it) => !(it instanceof Error)));
    const signed = await domain.issue(admin, slug, { customer: 'c' });
    const done = await domain.revokeSigningKey(admin, slug, stolen.id, 'stolen');
    assert.equal(done.revokedKeys, 300);
    assert.equal(await publicHalf(slug, stolen.id), undefined);
    assert.notEqual((await current(slug)).id, stolen.id);
    assert.equal((await domain.key(slug, signed.key.id, 'all')).state, 'active');
    assert.equal((await domain.revokeSigningKey(admin, slug, stolen.id)).revokedKeys, 0);
    assertLedgers(fixture.file, clock.now);
  });

  it('signs no key that is created while it is being revoked', async () => {
    const slug = await offering();
    const stolen = await current(slug);
    const outcomes = await Promise.allSettled([
      ...Array.from({ length: 20 }, () => issue(slug)),
      domain.revokeSigningKey(admin, slug, stolen.id),
      ...Array.from({ length: 20 }, () => issue(slug)),
    ]);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') withCode('signing_key_ended')(outcome.reason);
    for (const { kid, revoked_at } of await tablesBehind(store.read)
      .selectFrom('keys')
      .select(['kid', 'revoked_at'])
      .where('signed_by', '=', stolen.id)
      .execute())
      assert.notEqual(revoked_at, null, kid);
  });
});
