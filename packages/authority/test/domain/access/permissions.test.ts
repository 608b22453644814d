import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  adminScopes,
  allows,
  isAdminScope,
  type Permission,
  permissions,
} from '../../../src/domain/access/permissions.ts';
import { administrator, openFixture, withCode } from '../../support/fixture.ts';

const fixture = await openFixture();

/** Each scope and what it allows, written down a second time so that no code change widens a scope unnoticed. */
const table: Readonly<Record<string, readonly Permission[]>> = {
  admin: permissions,
  'keys:read': ['keys:read'],
  'keys:create': ['keys:create'],
  'keys:rotate': ['keys:rotate'],
  'keys:revoke': ['keys:revoke'],
  'keys:write': ['keys:read', 'keys:create', 'keys:rotate', 'keys:revoke'],
  'portal:write': ['portal:write'],
  'usage:write': ['usage:write'],
  'feed:read': ['feed:read'],
  'audit:read': ['audit:read'],
};

const may = (scopes: readonly string[], permission: Permission, slug: string | null) =>
  allows({ scopes }, permission, slug);

describe('what a scope allows', () => {
  it('every scope is in the table', () =>
    assert.deepEqual(new Set(Object.keys(table)), new Set(adminScopes)));

  for (const [scope, granted] of Object.entries(table)) {
    it(scope, () => {
      for (const permission of permissions) {
        const expected = granted.includes(permission);
        assert.equal(may([scope], permission, 'acme'), expected, `${permission} on acme`);
        assert.equal(may([scope], permission, null), expected, `${permission} on all`);
        assert.equal(may([scope], permission, 'lostwax'), scope === 'admin', `${permission} on lostwax`);
        const one = `${scope}@acme`;
        assert.equal(may([one], permission, 'acme'), expected, `${one}: ${permission} on acme`);
        for (const elsewhere of [null, 'acme2', 'acm', 'ACME', '', 'lostwax']) {
          assert.equal(may([one], permission, elsewhere), false, `${one}: ${permission} on ${elsewhere}`);
        }
        assert.equal(may([`${scope}@lostwax`], permission, 'lostwax'), false);
      }
    });
  }

  it('no scopes, unknown ones and prototype names allow nothing; several allow the union', () => {
    const odd = [
      '',
      'ADMIN',
      'constructor',
      'toString',
      '__proto__',
      'admin ',
      '@acme',
      'keys',
      'keys:write:x',
      'admin@',
    ];
    for (const permission of permissions) {
      assert.equal(may([], permission, 'acme'), false);
      assert.equal(may(odd, permission, 'acme'), false);
    }
    assert.ok(may(['feed:read', 'keys:read@acme'], 'keys:read', 'acme'));
    assert.equal(may(['feed:read', 'keys:read@acme'], 'keys:read', 'other'), false);
  });
});

describe("an administrator's key", () => {
  it('can have the scopes of the table, for all workspaces or one', async () => {
    await fixture.domain.createWorkspace(fixture.admin, { slug: 'acme_live-2', prefix: 'acme' });
    const scopes = adminScopes.flatMap((scope) => [scope, `${scope}@acme_live-2`]);
    const { key, token } = await administrator(fixture, { scopes });
    assert.deepEqual((await fixture.domain.authenticate(token)).scopes, scopes);
    assert.deepEqual(key.scopes, scopes);
  });

  const never = [
    'keys',
    'Admin',
    'root',
    'admin@',
    'admin@a@b',
    'admin@A',
    'admin@1',
    '*',
    'admin@acme ',
    '__proto__',
    '@acme',
  ];
  for (const scope of never) {
    it(`cannot have "${scope}"`, async () => {
      assert.equal(isAdminScope(scope), false);
      await assert.rejects(
        administrator(fixture, { scopes: ['keys:read', scope] }),
        withCode('scope_not_allowed'),
      );
    });
  }

  it("limited to the administrators' workspace is useless there", async () => {
    const { token } = await administrator(fixture, { scopes: ['admin@lostwax', 'keys:write@lostwax'] });
    const principal = await fixture.domain.authenticate(token);
    for (const permission of permissions) assert.equal(allows(principal, permission, 'lostwax'), false);
  });

  it('cannot be given more by a ceiling: that of the workspace is fixed', async () => {
    await assert.rejects(
      fixture.domain.updateWorkspace(fixture.admin, 'lostwax', { scopes: ['root'] }),
      withCode('invalid_request'),
    );
  });
});
