import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { isOpaqueKey } from '@lostwax/core';
import { startAuthority } from '../../../src/authority.ts';
import { parseSnapshot, pinsOf } from '../../feed/support.ts';
import { ORIGIN, openFixture, withCode, workspace } from '../../support/fixture.ts';
import { assertLedgers } from '../../support/ledger.ts';

const method = 'opaque';
const fixture = await openFixture();
const { admin, domain, folder } = fixture;
const slug = await workspace(fixture);
await domain.updateWorkspace(admin, slug, { settings: { methods: ['signed', 'opaque'] } });
const signed = await domain.issue(admin, slug, { customer: 'c', claims: { plan: 'gold' } });
const other = await domain.issue(admin, slug, { customer: 'c', method, scopes: ['r'] });
const revoked = await domain.issue(admin, slug, { customer: 'c', method });
await domain.revoke(admin, slug, revoked.key.id);
const rotated = await domain.issue(admin, slug, { customer: 'c', method });

describe('a key of a method without a public half', () => {
  it('has a record that names its method and distinguishes it', async () => {
    assert.equal(other.key.method, method);
    const { items } = await domain.listKeys(slug, { method }, 'all');
    assert.deepEqual(
      new Set(items.map(({ id }) => id)),
      new Set([other, revoked, rotated].map(({ key }) => key.id)),
    );
  });

  it('is rotated, disabled and enabled like any other, by the method that made it', async () => {
    await domain.disable(admin, slug, other.key.id);
    await domain.enable(admin, slug, other.key.id);
    const { key, token } = await domain.rotate(admin, slug, rotated.key.id, { overlapSeconds: 0 });
    assert.equal(key.method, method);
    assert.ok(isOpaqueKey(token));
    await domain.revoke(admin, slug, key.id);
  });

  it('is in the audit log', async () => {
    assertLedgers(fixture.file, fixture.clock.now);
    const found = await domain.revokeMany(admin, slug, { unknownToAudit: true }, { dryRun: true });
    assert.equal(found.count, 0);
  });

  it('is refused in a workspace that does not offer its method, but is rotated there', async () => {
    const older = await domain.issue(admin, slug, { customer: 'c', method });
    await domain.updateWorkspace(admin, slug, { settings: { methods: ['signed'] } });
    await assert.rejects(
      domain.issue(admin, slug, { customer: 'c', method }),
      withCode('method_not_offered'),
    );
    const { key } = await domain.rotate(admin, slug, older.key.id, { overlapSeconds: 0 });
    assert.equal(key.method, method);
    await domain.revoke(admin, slug, key.id);
  });

  it('is the default if only its method is offered', async () => {
    await domain.updateWorkspace(admin, slug, { settings: { methods: ['opaque'] } });
    const { key } = await domain.issue(admin, slug, { customer: 'd' });
    assert.equal(key.method, method);
    await domain.revoke(admin, slug, key.id);
  });

  it('can be revoked by its holder', async () => {
    const { key, token } = await domain.issue(admin, slug, { customer: 'd' });
    assert.equal((await domain.revokeSelf(null, token)).id, key.id);
    for (const text of [token.toUpperCase(), token.slice(0, -1), `${token.slice(0, -1)}~`])
      await assert.rejects(domain.revokeSelf(null, text), withCode('invalid_key'));
  });

  it('is only in the full feed: never in the key set, and in the public feed a number without content', async () => {
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
        [other.key.id, method],
        [signed.key.id, 'signed'],
      ]),
    );
  });
});
