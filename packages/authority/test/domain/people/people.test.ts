import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allows, permissions } from '../../../src/domain/access/permissions.ts';
import { scopesOfRoles } from '../../../src/domain/people/roles.ts';
import { tablesBehind } from '../../../src/store/sql/queries/queries.ts';
import { openFixture, withCode, workspace } from '../../support/fixture.ts';

const fixture = await openFixture();
const { domain, admin, store } = fixture;
const slug = await workspace(fixture);
const identity = (subject: string) => ({
  issuer: 'https://login.example',
  subject,
  email: undefined,
  unverified: false,
});

describe('what a role allows', () => {
  // Written down a second time, so that a mistake in roles.ts can't go unnoticed.
  const table = {
    viewer: ['keys:read', 'audit:read'],
    support: ['keys:read', 'audit:read', 'keys:revoke'],
    operator: ['keys:read', 'audit:read', 'keys:revoke', 'keys:create', 'keys:rotate', 'portal:write'],
    owner: [...permissions],
  } as const;
  for (const [role, may] of Object.entries(table)) {
    it(role, () => {
      const here = { scopes: scopesOfRoles([{ workspace: 'here', role: role as keyof typeof table }]) };
      const everywhere = { scopes: scopesOfRoles([{ workspace: null, role: role as keyof typeof table }]) };
      for (const permission of permissions) {
        const granted = (may as readonly string[]).includes(permission);
        assert.equal(allows(here, permission, 'here'), granted, permission);
        assert.equal(allows(everywhere, permission, 'here'), granted, permission);
        assert.equal(allows(here, permission, 'there'), false, permission);
        assert.equal(allows(here, permission, null), false, permission);
        assert.equal(allows(here, permission, 'lostwax'), false, permission);
        assert.equal(allows(everywhere, permission, 'lostwax'), role === 'owner', permission);
      }
    });
  }
});

describe('the names of actors', () => {
  const everything = { scopes: ['admin'] };

  it('of other workspaces are for those who can read all of them', async () => {
    const other = await workspace(fixture);
    const key = async (name: string, scope: string): Promise<string> => {
      const input = { customer: 'backend', name, scopes: [scope] };
      return (await domain.issue(admin, 'lostwax', input)).key.id;
    };
    const person = async (login: string, home: string | null): Promise<string> => {
      const roles = [{ workspace: home, role: 'viewer' }] as const;
      return `person:${(await domain.people.put(admin, login, { roles })).id}`;
    };
    const actors = [
      await key('here', `keys:create@${slug}`),
      await key('everywhere', 'keys:read'),
      await key('elsewhere', `admin@${other}`),
      await person('here@acme.example', slug),
      await person('everywhere@acme.example', null),
      await person('elsewhere@acme.example', other),
    ];
    const seenBy = async (scope: string): Promise<string[]> => {
      const names = await domain.names(slug, { actors }, { scopes: [scope] });
      return names.actors.map(({ name }) => name.replace('@acme.example', '')).sort();
    };
    const visible = ['everywhere', 'everywhere', 'here', 'here'];
    assert.deepEqual(await seenBy(`keys:read@${slug}`), visible);
    for (const scope of ['keys:read', 'admin'])
      assert.deepEqual(await seenBy(scope), ['elsewhere', 'elsewhere', ...visible], scope);
    for (const who of ['here', 'everywhere', 'elsewhere'])
      await domain.people.remove(admin, `${who}@acme.example`, false);
  });

  it('are those of people and of administrator keys only', async () => {
    const { id } = await domain.people.put(admin, 'mary@acme.example', { name: 'Mary', roles: [] });
    const unnamed = await domain.people.put(admin, 'joan@acme.example', { roles: [] });
    const scopes = ['keys:read'];
    const key = await domain.issue(admin, 'lostwax', { customer: 'backend', name: 'Backend', scopes });
    const customers = await domain.issue(admin, slug, { customer: 'c', name: 'No administrator' });
    await domain.updateCustomer(admin, slug, 'c', { name: 'Customer' });
    const other = await workspace(fixture);
    const wanted = {
      customers: ['c', 'd'],
      keys: [customers.key.id, key.key.id],
      actors: [`person:${id}`, `person:${unnamed.id}`, key.key.id, customers.key.id, 'system', 'person:x'],
    };
    const { actors, ...names } = await domain.names(slug, wanted, everything);
    assert.deepEqual(names.customers, [{ id: 'c', name: 'Customer' }]);
    const named = { id: customers.key.id, name: 'No administrator', customer: 'c', customerName: 'Customer' };
    assert.deepEqual(
      names.keys.map((key) => ({ ...key })),
      [named],
    );
    assert.deepEqual(
      new Set(actors.map((item) => `${item.id} ${item.name}`)),
      new Set([`person:${id} Mary`, `person:${unnamed.id} joan@acme.example`, `${key.key.id} Backend`]),
    );
    const elsewhere = await domain.names(other, wanted, everything);
    assert.deepEqual([elsewhere.customers, elsewhere.keys], [[], []], 'of another workspace');
    await domain.people.remove(admin, 'mary@acme.example', false);
    await domain.people.remove(admin, 'joan@acme.example', false);
    await domain.revoke(admin, 'lostwax', key.key.id);
  });
});

describe('people', () => {
  it("are created, changed, listed and removed, recorded in the administrators' audit log", async () => {
    const made = await domain.people.put(admin, 'Ada@Acme.example', {
      name: 'Ada',
      roles: [{ workspace: slug, role: 'viewer' }],
    });
    assert.match(made.id, /^per_[\w-]{16}$/);
    assert.equal(made.login, 'ada@acme.example');
    const changed = await domain.people.put(admin, 'ada@acme.example', { roles: [] });
    assert.deepEqual([changed.id, changed.name, changed.roles], [made.id, null, []]);
    assert.deepEqual(await domain.people.list(), [changed]);
    await domain.people.remove(admin, 'ADA@acme.example', false);
    assert.deepEqual(await domain.people.list(), []);
    const { items } = await domain.audit('lostwax', { limit: 3 }, 'all');
    assert.deepEqual(
      items.map(({ action, actor, details, texts }) => [action, actor, details['person'], texts?.['person']]),
      [
        ['person.remove', admin.id, made.id, 'ada@acme.example'],
        ['person.update', admin.id, made.id, 'ada@acme.example'],
        ['person.create', admin.id, made.id, 'ada@acme.example'],
      ],
    );
  });

  it('cannot be created with a meaningless role or in a missing workspace', async () => {
    await assert.rejects(
      domain.people.put(admin, 'x', { roles: [{ workspace: 'nowhere', role: 'owner' }] }),
      withCode('workspace_not_found'),
    );
    await assert.rejects(
      domain.people.put(admin, 'x', { roles: [{ workspace: 'lostwax', role: 'owner' }] }),
      withCode('invalid_request'),
    );
    await assert.rejects(domain.people.remove(admin, 'x', true), withCode('person_not_found'));
    assert.deepEqual(await domain.people.list(), []);
  });

  it('leave no text behind when erased, and the chain of the audit log intact', async () => {
    await domain.people.put(admin, 'grace-hopper', {
      name: 'Grace',
      roles: [{ workspace: null, role: 'owner' }],
    });
    const begun = await domain.sessions.signInPerson('192.0.2.99', identity('grace-hopper'));
    assert.ok(typeof begun !== 'string');
    const { id, person, via } = begun.principal;
    await domain.issue({ id, person, via, address: '192.0.2.99', view: 'all' }, slug, {
      customer: 'c',
      name: 'by Grace',
    });
    await domain.people.remove(admin, 'grace-hopper', true);
    const texts = JSON.stringify(
      await tablesBehind(store.read).selectFrom('audit_texts').selectAll().execute(),
    );
    for (const word of ['grace-hopper', 'Grace', '192.0.2.99']) assert.ok(!texts.includes(word), word);
    const rows = await tablesBehind(store.read).selectFrom('audit').selectAll().execute();
    assert.ok(
      rows.some(({ actor }) => actor === id),
      'that somebody did it is kept',
    );
    await assert.rejects(
      domain.sessions.authenticate(begun.principal.session?.id ?? '', begun.secret, false),
      withCode('session_ended'),
    );
  });
});
