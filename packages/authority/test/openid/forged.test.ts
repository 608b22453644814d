import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { startAuthority } from '../../src/authority.ts';
import { makeFolder } from '../support/fixture.ts';
import {
  atTheDoor,
  callback,
  clientId,
  clientSecret,
  enter,
  issuer,
  logged,
  origin,
  provider,
  refused,
  signIn,
  start,
} from './house.ts';
import { Tab } from './tab.ts';

describe('forged responses', () => {
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

  it('a used code, in the same browser and in another', async () => {
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

  it('another issuer in the response, or none although the provider announces one', async () => {
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

  it('an ID token signed with another key', async () => {
    provider.foreignKey = true;
    const { tab, address } = await door();
    await refused(tab, address, 'failed');
  });

  it("an ID token with a subject other than the user info's", async () => {
    provider.forge = (claims) => ({ ...claims, sub: 'sub-ada' });
    const { tab, address } = await door();
    await refused(tab, address, 'failed');
  });

  it('the log states the reason and contains no code, token, secret or address', async () => {
    provider.accounts.set('sub-log', { email: 'logged@acme.example', email_verified: true });
    provider.forge = (claims) => ({ ...claims, nonce: 'x', email: 'logged@acme.example' });
    const tab = new Tab();
    const address = await atTheDoor(tab, 'sub-log');
    await refused(tab, address, 'failed');
    const log = logged.join('');
    assert.match(log, /an OpenID Connect sign-in failed/);
    assert.match(log, /unexpected JWT claim value encountered/);
    for (const secret of [
      new URL(address).searchParams.get('code') ?? '?',
      clientSecret,
      'logged@acme.example',
      'eyJ',
    ])
      assert.ok(!log.includes(secret), secret);
  });

  it('HEAD does not use up a code', async () => {
    const { tab, address } = await door();
    assert.equal((await tab.send('HEAD', address)).status, 404);
    assert.match(await enter(tab, address), /^\/console\/ses_/);
  });
});

describe('the page after the sign-in', () => {
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

  it('nor with a manipulated cookie', async () => {
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

it('an unreachable provider is reported at startup and at sign-in, and tried again next time', async () => {
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

it('without a provider nothing is offered, and its routes do not exist', async () => {
  const plain = await startAuthority({ data: makeFolder(), port: 0 });
  after(() => plain.close());
  assert.deepEqual(await (await fetch(`${plain.origin}/v1/console/sign-in`)).json(), { openid: null });
  assert.equal((await fetch(`${plain.origin}/console/openid/start`)).status, 404);
});

it('an issuer over plain HTTP is refused at startup', async () => {
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
