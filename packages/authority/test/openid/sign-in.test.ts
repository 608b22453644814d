import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { api, atTheDoor, enter, origin, provider, refused, session, signIn } from './house.ts';
import { Tab } from './tab.ts';

describe('a person signs in by OpenID Connect', () => {
  it('on a page that offers it', async () => {
    const response = await fetch(`${origin}/v1/console/sign-in`);
    assert.deepEqual(await response.json(), { openid: { name: 'Acme Login' } });
  });

  it('with a verified address, roles that apply at once, and signs out again', async () => {
    provider.accounts.set('sub-ada', { email: 'Ada@Acme.example', email_verified: true });
    const person = '/v1/people/ADA@acme.example';
    const put = await api('PUT', person, { name: 'Ada', roles: [{ workspace: 'acme', role: 'viewer' }] });
    assert.equal(put.status, 200);
    assert.deepEqual([put.json.person, put.json.lastSignInAt], ['ada@acme.example', null]);
    const tab = new Tab();
    const place = await signIn(tab, 'sub-ada', '/console/w/acme/keys');
    assert.match(place, /^\/console\/ses_[\w-]{16}\/w\/acme\/keys$/);
    const { json, headers } = await session(tab, place);
    assert.equal(json.kind, 'console');
    assert.deepEqual(json.actor, { id: put.json.id, name: 'Ada' });
    assert.deepEqual(json.permissions, [{ workspace: 'acme', permissions: ['keys:read', 'audit:read'] }]);
    assert.deepEqual(json.warnings, []);

    const look = (path: string) => tab.get(origin + path, headers).then(({ status }) => status);
    assert.deepEqual(
      [await look('/v1/workspaces/acme/keys'), await look('/v1/workspaces/other/keys')],
      [200, 403],
    );
    const revokeMany = async () => {
      const response = await fetch(`${origin}/v1/workspaces/acme/keys:revoke`, {
        method: 'POST',
        body: JSON.stringify({ customer: 'nobody', dryRun: true }),
        headers: {
          ...headers,
          origin,
          'content-type': 'application/json',
          cookie: [...tab.cookies(origin)].map(([name, value]) => `${name}=${value}`).join('; '),
        },
      });
      return response.status;
    };
    assert.equal(await revokeMany(), 403);
    await api('PUT', person, { name: 'Ada', roles: [{ workspace: 'acme', role: 'support' }] });
    assert.equal(await revokeMany(), 200);
    await api('PUT', person, { name: 'Ada', roles: [] });
    assert.equal(await look('/v1/workspaces/acme/keys'), 403);

    const { json: audit } = await api('GET', '/v1/workspaces/lostwax/audit?limit=10');
    const begin = audit.items.find(({ action }: { action: string }) => action === 'session.begin');
    assert.deepEqual([begin.actor, begin.actorName], [`person:${put.json.id}`, 'Ada']);
    const out = await tab.send('POST', `${origin}/v1/session/end`, { ...headers, origin });
    assert.equal(out.status, 204);
    assert.equal(await look('/v1/session'), 401);
  });

  it('by the subject if the provider has no address', async () => {
    const tab = new Tab();
    const { json } = await session(tab, await signIn(tab, 'worker-7'));
    assert.equal(json.actor.name, 'worker-7');
    assert.deepEqual(json.warnings, ['first_key_in_use']);
    assert.equal(json.permissions[0].workspace, null);
    assert.ok(json.permissions[0].permissions.includes('admin'));
  });

  it('in two tabs at the same time', async () => {
    const tab = new Tab();
    const one = await atTheDoor(tab, 'worker-7', '/console/one');
    const two = await atTheDoor(tab, 'worker-7', '/console/two');
    assert.match(await enter(tab, one), /\/one$/);
    assert.match(await enter(tab, two), /\/two$/);
  });

  it('and is signed out when removed from the list', async () => {
    await api('PUT', '/v1/people/worker-8', { roles: [{ workspace: 'acme', role: 'viewer' }] });
    provider.accounts.set('worker-8', {});
    const tab = new Tab();
    const place = await signIn(tab, 'worker-8');
    assert.equal((await session(tab, place)).status, 200);
    assert.equal((await api('DELETE', '/v1/people/worker-8')).status, 204);
    const { status, json } = await session(tab, place);
    assert.deepEqual([status, json.code], [401, 'session_ended']);
    await refused(new Tab(), await atTheDoor(new Tab(), 'worker-8'), 'expired');
  });
});

describe('refused sign-ins', () => {
  it('a person without a role', async () => {
    provider.accounts.set('stranger', { email: 'stranger@acme.example', email_verified: true });
    const tab = new Tab();
    await refused(tab, await atTheDoor(tab, 'stranger'), 'unknown');
    await api('PUT', '/v1/people/stranger@acme.example', { roles: [] });
    await refused(tab, await atTheDoor(tab, 'stranger'), 'unknown');
  });

  it('an unverified address', async () => {
    await api('PUT', '/v1/people/bob@acme.example', { roles: [{ workspace: null, role: 'owner' }] });
    for (const verified of [false, undefined, 'true', 1]) {
      provider.accounts.set('sub-mallory', { email: 'bob@acme.example', email_verified: verified });
      const tab = new Tab();
      await refused(tab, await atTheDoor(tab, 'sub-mallory'), 'unverified');
    }
  });

  it('a subject that looks like an address, and an address with look-alike letters', async () => {
    provider.accounts.set('bob@acme.example', {});
    const tab = new Tab();
    await refused(tab, await atTheDoor(tab, 'bob@acme.example'), 'unknown');
    await api('PUT', '/v1/people/kim@acme.example', { roles: [{ workspace: null, role: 'owner' }] });
    provider.accounts.set('sub-kelvin', { email: '\u212Aim@acme.example', email_verified: true });
    await refused(tab, await atTheDoor(tab, 'sub-kelvin'), 'unknown');
  });

  it('another account with the address of someone who has signed in before', async () => {
    await api('PUT', '/v1/people/carol@acme.example', { roles: [{ workspace: 'acme', role: 'viewer' }] });
    provider.accounts.set('sub-carol', { email: 'carol@acme.example', email_verified: true });
    const tab = new Tab();
    assert.match(await signIn(tab, 'sub-carol'), /^\/console\/ses_/);
    provider.accounts.set('sub-heir', { email: 'carol@acme.example', email_verified: true });
    const heir = new Tab();
    await refused(heir, await atTheDoor(heir, 'sub-heir'), 'other_account');
    provider.accounts.set('sub-carol', { email: 'married@acme.example', email_verified: true });
    assert.match(await signIn(new Tab(), 'sub-carol').catch(String), /^\/console\/ses_/);
  });

  it('a person who declines at the provider', async () => {
    const tab = new Tab();
    await refused(tab, await atTheDoor(tab, ''), 'cancelled');
  });
});
