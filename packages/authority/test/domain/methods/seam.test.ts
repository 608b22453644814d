/*
 * A second method, which exists in this test alone: what a method of the future needs is that its keys go through issuing, rotation, audit
 * and the full feed like any other, and never into the key set or the public feed.
 */
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { startAuthority } from '../../../src/authority.ts';
import { createDomain } from '../../../src/domain/domain.ts';
import type { Method } from '../../../src/domain/methods/method.ts';
import { parseSnapshot, pinsOf } from '../../feed/support.ts';
import { ORIGIN, openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const opaque: Method = {
  name: 'test-opaque',
  make: async (_workspace, orders) =>
    orders.map(() => {
      const token = `opaque_${randomBytes(32).toString('base64url')}`;
      const pin = createHash('sha256').update(token).digest();
      return { token, pin, ending: token.slice(-6), jwk: null };
    }),
};

const fixture = await openFixture();
const { admin, context, folder } = fixture;
const domain = createDomain({ ...context, methods: new Map([...context.methods, [opaque.name, opaque]]) });
const slug = await workspace(fixture);
const signed = await domain.issue(admin, slug, { customer: 'c', claims: { plan: 'gold' } });
const other = await domain.issue(admin, slug, { customer: 'c', method: opaque.name, scopes: ['r'] });
const revoked = await domain.issue(admin, slug, { customer: 'c', method: opaque.name });
await domain.revoke(admin, slug, revoked.key.id);
const rotated = await domain.issue(admin, slug, { customer: 'c', method: opaque.name });

describe('a key of a method without a public half', () => {
  it('has a record that names its method, and can be told from others by it', async () => {
    assert.equal(other.key.method, opaque.name);
    const { items } = await domain.listKeys(slug, { method: opaque.name }, 'all');
    assert.deepEqual(
      new Set(items.map(({ id }) => id)),
      new Set([other, revoked, rotated].map(({ key }) => key.id)),
    );
  });

  it('is rotated, disabled and enabled like any other, by the method that made it', async () => {
    await domain.disable(admin, slug, other.key.id);
    await domain.enable(admin, slug, other.key.id);
    const { key, token } = await domain.rotate(admin, slug, rotated.key.id, { overlapSeconds: 0 });
    assert.equal(key.method, opaque.name);
    assert.match(token, /^opaque_/);
    await domain.revoke(admin, slug, key.id);
  });

  it('is known to the audit', async () => {
    assertLedgers(fixture.file, fixture.clock.now);
    const found = await domain.revokeMany(admin, slug, { unknownToAudit: true }, { dryRun: true });
    assert.equal(found.count, 0);
  });

  it('is refused where nothing issues its method', async () => {
    await assert.rejects(
      fixture.domain.issue(admin, slug, { customer: 'c', method: opaque.name }),
      withCode('invalid_request'),
    );
  });

  it('is in the full feed alone: never in the key set, and in the public feed a number without content', async () => {
    await fixture.close();
    const authority = await startAuthority({ data: folder, port: 0, origin: ORIGIN });
    after(() => authority.close());
    const at = `${authority.url}/${slug}`;
    const get = async (path: string) => {
      const answer = await fetch(`${at}${path}`, { headers: { authorization: `Bearer ${admin.token}` } });
      assert.equal(answer.status, 200, path);
      return Buffer.from(await answer.arrayBuffer());
    };
    const kids = async (path: string): Promise<string[]> =>
      JSON.parse(String(await get(path))).keys.map(({ kid }: { kid: string }) => kid);
    const sentinel = (await kids('/.well-known/jwks.json')).at(-1);
    assert.deepEqual(await kids('/.well-known/jwks.json'), [signed.key.id, sentinel]);
    assert.deepEqual(await kids(`/.well-known/jwks/key/${other.key.id}.json`), [sentinel]);
    const open = parseSnapshot(await get('/feed/snapshot'));
    assert.deepEqual([...open.pins.keys()], [pinsOf(signed.token).half]);
    assert.ok(!('leftOut' in open.header));
    const full = parseSnapshot(await get('/feed/full/snapshot'));
    assert.ok(!('leftOut' in full.header));
    const methodOf = new Map(
      [...full.pins.values()].map((text) => JSON.parse(text)).map(({ kid, method }) => [kid, method]),
    );
    assert.deepEqual(
      methodOf,
      new Map([
        [other.key.id, opaque.name],
        [signed.key.id, 'signed'],
      ]),
    );
  });
});
