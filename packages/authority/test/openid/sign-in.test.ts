import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach, describe, it } from 'node:test';
import { type OpenIdProvider, startOpenIdProvider } from '../../../../tools/testing/openid.ts';
import { type Authority, startAuthority } from '../../src/authority.ts';
import { makeFolder } from '../support/fixture.ts';
import { Tab } from './tab.ts';

const provider: OpenIdProvider = await startOpenIdProvider();
after(() => provider.stop());
const { issuer, clientId, clientSecret } = provider;
const authority: Authority = await startAuthority({
  data: makeFolder(),
  port: 0,
  openid: { issuer, clientId, clientSecret, name: 'Acme Login' },
});
after(() => authority.close());
const { origin } = authority;
const callback = `${origin}/console/openid/callback`;
provider.register(callback);
const key = readFileSync(authority.adminKeyFile, 'utf8').trim();

afterEach(() => {
  provider.forge = (claims) => claims;
  provider.foreignKey = false;
  provider.up = true;
});

async function api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(origin + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

await api('POST', '/v1/workspaces', { slug: 'acme' });
await api('POST', '/v1/workspaces', { slug: 'other' });

const start = (returnTo?: string): string =>
  `${origin}/console/openid/start${returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(returnTo)}`}`;

/** Goes to the provider and back to the door of the authority, whose address it answers. */
async function atTheDoor(tab: Tab, subject: string, returnTo?: string): Promise<string> {
  provider.next = subject;
  return tab.follow(start(returnTo), callback);
}

/** Where the authority sends the person in the end. */
async function enter(tab: Tab, address: string): Promise<string> {
  const response = await tab.get(address);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  return new URL(response.headers.get('location') ?? '', origin).href.slice(origin.length);
}

const signIn = async (tab: Tab, subject: string, returnTo?: string): Promise<string> =>
  enter(tab, await atTheDoor(tab, subject, returnTo));

/** The session that a tab is in now. */
async function session(tab: Tab, place: string) {
  const [, id = ''] = /^\/console\/(ses_[\w-]{16})\//.exec(place) ?? [];
  const headers = { 'x-lostwax-session': id };
  const response = await tab.get(`${origin}/v1/session`, headers);
  return { id, headers, status: response.status, json: JSON.parse(await response.text()) };
}

/** Fails unless the sign-in is refused with this word, and leaves neither session nor change behind. */
async function refused(tab: Tab, address: string, problem: string): Promise<void> {
  const before = await api('GET', '/v1/workspaces/lostwax/audit?limit=1');
  assert.equal(await enter(tab, address), `/console/#error=${problem}`);
  assert.deepEqual(
    [...tab.cookies(origin).keys()].filter((name) => name.includes('ses_')),
    [],
  );
  assert.deepEqual(await api('GET', '/v1/workspaces/lostwax/audit?limit=1'), before);
}

describe('a person signs in by OpenID Connect', () => {
  it('the page that offers it', async () => {
    const response = await fetch(`${origin}/v1/console/sign-in`);
    assert.deepEqual(await response.json(), { openid: { name: 'Acme Login' } });
  });

  it('with a verified address, roles that count at once, and a way out', async () => {
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

  it('by the subject, where the provider knows no address', async () => {
    provider.accounts.set('worker-7', {});
    await api('PUT', '/v1/people/worker-7', { roles: [{ workspace: null, role: 'owner' }] });
    const tab = new Tab();
    const { json } = await session(tab, await signIn(tab, 'worker-7'));
    assert.equal(json.actor.name, 'worker-7');
    assert.deepEqual(json.warnings, ['first_key_in_use']);
    assert.equal(json.permissions[0].workspace, null);
    assert.ok(json.permissions[0].permissions.includes('admin'));
  });

  it('two tabs that sign in at a time do not disturb each other', async () => {
    const tab = new Tab();
    const one = await atTheDoor(tab, 'worker-7', '/console/one');
    const two = await atTheDoor(tab, 'worker-7', '/console/two');
    assert.match(await enter(tab, one), /\/one$/);
    assert.match(await enter(tab, two), /\/two$/);
  });

  it('and is out when taken off the list', async () => {
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

describe('who is not let in', () => {
  it('nobody without a role', async () => {
    provider.accounts.set('stranger', { email: 'stranger@acme.example', email_verified: true });
    const tab = new Tab();
    await refused(tab, await atTheDoor(tab, 'stranger'), 'unknown');
    await api('PUT', '/v1/people/stranger@acme.example', { roles: [] });
    await refused(tab, await atTheDoor(tab, 'stranger'), 'unknown');
  });

  it('an address that the provider has not verified', async () => {
    await api('PUT', '/v1/people/bob@acme.example', { roles: [{ workspace: null, role: 'owner' }] });
    for (const verified of [false, undefined, 'true', 1]) {
      provider.accounts.set('sub-mallory', { email: 'bob@acme.example', email_verified: verified });
      const tab = new Tab();
      await refused(tab, await atTheDoor(tab, 'sub-mallory'), 'unverified');
    }
  });

  it('a subject that looks like an address, and an address in letters that only look alike', async () => {
    provider.accounts.set('bob@acme.example', {});
    const tab = new Tab();
    await refused(tab, await atTheDoor(tab, 'bob@acme.example'), 'unknown');
    await api('PUT', '/v1/people/kim@acme.example', { roles: [{ workspace: null, role: 'owner' }] });
    provider.accounts.set('sub-kelvin', { email: '\u212Aim@acme.example', email_verified: true });
    await refused(tab, await atTheDoor(tab, 'sub-kelvin'), 'unknown');
  });

  it('another account that has got the address of somebody who has signed in before', async () => {
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

  it('who says no at the provider', async () => {
    const tab = new Tab();
    await refused(tab, await atTheDoor(tab, ''), 'cancelled');
  });
});

describe('answers that are not to be believed', () => {
  const door = async () => {
    const tab = new Tab();
    return { tab, address: await atTheDoor(tab, 'worker-7') };
  };
  const withQuery = (address: string, name: string, value: string | null): string => {
    const url = new URL(address);
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
    return url.href;
  };

  it('no start in this browser, no state, another state', async () => {
    const { address } = await door();
    await refused(new Tab(), address, 'expired');
    const { tab, address: own } = await door();
    await refused(tab, withQuery(own, 'state', null), 'expired');
    await refused(tab, withQuery(own, 'state', 'x'.repeat(43)), 'expired');
    await refused(tab, `${callback}?error=access_denied`, 'expired');
  });

  it('a code that was used, by the same browser and by another', async () => {
    const { tab, address } = await door();
    const state = [...tab.cookies(origin)].find(([name]) => name.includes('openid'));
    assert.match(await enter(tab, address), /^\/console\/ses_/);
    await refused(new Tab(), address, 'expired');
    const again = new Tab();
    again.cookies(origin).set(...(state as [string, string]));
    await refused(again, address, 'failed');
  });

  it('a code of another browser: PKCE', async () => {
    const { address: stolen } = await door();
    const { tab, address } = await door();
    const code = new URL(stolen).searchParams.get('code');
    await refused(tab, withQuery(address, 'code', code), 'failed');
  });

  it('a code for another client of the provider', async () => {
    const tab = new Tab();
    provider.next = 'worker-7';
    const authorize = (await tab.get(start())).headers.get('location') ?? '';
    const address = await tab.follow(
      withQuery(authorize, 'client_id', provider.otherClient.clientId),
      callback,
    );
    await refused(tab, address, 'failed');
  });

  it('another issuer in the answer, or none where the provider promises one', async () => {
    for (const iss of ['https://evil.example', null]) {
      const { tab, address } = await door();
      await refused(tab, withQuery(address, 'iss', iss), 'failed');
    }
  });

  const forgeries: readonly (readonly [string, Record<string, unknown>])[] = [
    ['another nonce', { nonce: 'x' }],
    ['no nonce', { nonce: undefined }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'other' }],
    ['several audiences, and another authorized party', { aud: ['lostwax', 'other'], azp: 'other' }],
    ['an ID token that is over', { exp: 1_000_000_000 }],
    ['no subject', { sub: undefined }],
  ];
  for (const [what, change] of forgeries) {
    it(`an ID token with ${what}`, async () => {
      provider.forge = (claims) =>
        Object.fromEntries(
          Object.entries({ ...claims, ...change }).filter(([, value]) => value !== undefined),
        );
      const { tab, address } = await door();
      await refused(tab, address, 'failed');
    });
  }

  it('an ID token that another key has signed', async () => {
    provider.foreignKey = true;
    const { tab, address } = await door();
    await refused(tab, address, 'failed');
  });

  it('an ID token that names somebody else than the provider’s user info', async () => {
    provider.forge = (claims) => ({ ...claims, sub: 'sub-ada' });
    const { tab, address } = await door();
    await refused(tab, address, 'failed');
  });

  it('HEAD uses no code up', async () => {
    const { tab, address } = await door();
    assert.equal((await tab.send('HEAD', address)).status, 404);
    assert.match(await enter(tab, address), /^\/console\/ses_/);
  });
});

describe('where one goes on', () => {
  const outside = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '/console/../v1/workspaces',
    '/console//evil.example',
    '/console/%2e%2e/',
    '/console/a?next=https://evil.example',
    '/console/a#x',
    '/consoleevil',
    'javascript:alert(1)',
    `/console/${'a'.repeat(300)}`,
    '/console/a\r\nset-cookie: b=c',
  ];
  for (const returnTo of outside) {
    it(`never ${JSON.stringify(returnTo.slice(0, 40))}`, async () => {
      const tab = new Tab();
      assert.match(await signIn(tab, 'worker-7', returnTo), /^\/console\/ses_[\w-]{16}\/$/);
    });
  }

  it('nor by a cookie that somebody has changed', async () => {
    const tab = new Tab();
    const address = await atTheDoor(tab, 'worker-7');
    const jar = tab.cookies(origin);
    for (const [name, value] of jar) {
      const [nonce, verifier] = value.split('.');
      jar.set(name, [nonce, verifier, Buffer.from('//evil.example').toString('base64url')].join('.'));
    }
    assert.match(await enter(tab, address), /^\/console\/ses_[\w-]{16}\/$/);
  });
});

it('a provider that is gone: said at the start, and at the door; it is asked again next time', async () => {
  const tab = new Tab();
  const address = await atTheDoor(tab, 'worker-7');
  provider.up = false;
  await refused(tab, address, 'unavailable');
  const fresh = await startAuthority({
    data: makeFolder(),
    port: 0,
    openid: { issuer, clientId, clientSecret },
  });
  after(() => fresh.close());
  const begin = () => fetch(`${fresh.origin}/console/openid/start`, { redirect: 'manual' });
  assert.equal((await begin()).headers.get('location'), '/console/#error=unavailable');
  provider.up = true;
  assert.ok((await begin()).headers.get('location')?.startsWith(`${issuer}/auth?`));
});

it('without a provider nothing is offered, and there is no such address', async () => {
  const plain = await startAuthority({ data: makeFolder(), port: 0 });
  after(() => plain.close());
  assert.deepEqual(await (await fetch(`${plain.origin}/v1/console/sign-in`)).json(), { openid: null });
  assert.equal((await fetch(`${plain.origin}/console/openid/start`)).status, 404);
});

it('an issuer that anybody on the way could be is refused at the start', async () => {
  for (const wrong of [
    'http://login.example.com',
    'login.example.com',
    'https://login.example.com/?a=b',
    'ftp://x',
  ]) {
    await assert.rejects(
      startAuthority({ data: makeFolder(), port: 0, openid: { issuer: wrong, clientId, clientSecret } }),
      { name: 'StartError' },
    );
  }
});
