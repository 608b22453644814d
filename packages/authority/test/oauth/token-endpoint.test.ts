import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { makeClientSecret } from '@lostwax/core';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { accessToken, basic, postForm, type TokenAnswer } from '../../../../tools/testing/access-token.ts';
import { openOAuthHouse } from './support.ts';

const house = await openOAuthHouse();
after(() => house.close());
const client = await house.client();
const other = await house.client();
const tokenUrl = `${house.issuer}/oauth/token`;
const grant = { grant_type: 'client_credentials' };

describe('the token endpoint', { timeout: 60_000 }, () => {
  it('gives an access token of RFC 9068 that any JWT library verifies by the key set of access tokens', async () => {
    const token = await accessToken(house.issuer, client);
    const keys = createRemoteJWKSet(new URL(`${house.issuer}/oauth/jwks`));
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer: house.issuer,
      audience: 'acme',
      typ: 'at+jwt',
    });
    assert.equal(protectedHeader.alg, 'ES256');
    assert.equal(payload.sub, 'cus_1');
    assert.equal(payload['client_id'], client.id);
    assert.equal(payload['scope'], 'orders:read orders:write');
    assert.equal((payload.exp ?? 0) - (payload.iat ?? 0), 600);
    assert.ok(payload.jti);
    assert.notEqual(decodeJwt(await accessToken(house.issuer, client)).jti, payload.jti);
  });

  it('works with openid-client, given only the issuer', async () => {
    for (const how of [openid.ClientSecretBasic(), openid.ClientSecretPost(client.token)]) {
      const found = await openid.discovery(new URL(house.issuer), client.id, client.token, how, {
        algorithm: 'oauth2',
        execute: [openid.allowInsecureRequests],
      });
      const { access_token, expires_in, scope } = await openid.clientCredentialsGrant(found, {
        scope: 'orders:read',
      });
      assert.equal(scope, 'orders:read');
      assert.equal(expires_in, 600);
      const about = await openid.tokenIntrospection(found, access_token);
      assert.equal(about.active, true);
      assert.equal(about.client_id, client.id);
      await openid.tokenRevocation(found, access_token);
      assert.deepEqual(await openid.tokenIntrospection(found, access_token), { active: false });
    }
  });

  const refusals: Readonly<Record<string, [number, string, () => Promise<TokenAnswer>]>> = {
    'a wrong secret': [
      401,
      'invalid_client',
      () => postForm(tokenUrl, grant, basic({ ...client, token: makeClientSecret('acme') })),
    ],
    'the secret of another client': [
      401,
      'invalid_client',
      () => postForm(tokenUrl, grant, basic({ ...client, token: other.token })),
    ],
    'a client that was never made': [
      401,
      'invalid_client',
      () => postForm(tokenUrl, grant, basic({ ...client, id: 'acme_x' })),
    ],
    'the hash that is stored': [
      401,
      'invalid_client',
      () => postForm(tokenUrl, grant, basic({ ...client, token: 'x'.repeat(43) })),
    ],
    'no client': [400, 'invalid_request', () => postForm(tokenUrl, grant)],
    'no grant type': [400, 'invalid_request', () => postForm(tokenUrl, {}, basic(client))],
    'another grant type': [
      400,
      'unsupported_grant_type',
      () => postForm(tokenUrl, { grant_type: 'password' }, basic(client)),
    ],
    'a repeated parameter': [
      400,
      'invalid_request',
      () => postForm(tokenUrl, 'grant_type=client_credentials&grant_type=client_credentials', basic(client)),
    ],
    'a repeated scope': [
      400,
      'invalid_request',
      () => postForm(tokenUrl, 'grant_type=client_credentials&scope=a&scope=b', basic(client)),
    ],
    'a repeated secret': [
      400,
      'invalid_request',
      () =>
        postForm(
          tokenUrl,
          `grant_type=client_credentials&client_id=${client.id}&client_secret=a&client_secret=${client.token}`,
        ),
    ],
    'two ways to authenticate': [
      400,
      'invalid_request',
      () =>
        postForm(tokenUrl, { ...grant, client_id: client.id, client_secret: client.token }, basic(client)),
    ],
    'another client beside': [
      400,
      'invalid_request',
      () => postForm(tokenUrl, { ...grant, client_id: other.id }, basic(client)),
    ],
    'the secret in the URL': [
      400,
      'invalid_request',
      () => postForm(`${tokenUrl}?client_id=${client.id}&client_secret=${client.token}`, grant),
    ],
    'anything in the URL': [400, 'invalid_request', () => postForm(`${tokenUrl}?x=1`, grant, basic(client))],
    'a scope that the client lacks': [
      400,
      'invalid_scope',
      () => postForm(tokenUrl, { ...grant, scope: 'orders:read admin' }, basic(client)),
    ],
    'a scope that is none': [
      400,
      'invalid_scope',
      () => postForm(tokenUrl, { ...grant, scope: 'a"b' }, basic(client)),
    ],
    'another resource': [
      400,
      'invalid_target',
      () => postForm(tokenUrl, { ...grant, resource: 'https://other.example' }, basic(client)),
    ],
    JSON: [
      400,
      'invalid_request',
      () =>
        postForm(tokenUrl, JSON.stringify(grant), { ...basic(client), 'content-type': 'application/json' }),
    ],
    'a basic header that is none': [
      400,
      'invalid_request',
      () => postForm(tokenUrl, grant, { authorization: 'Basic %%%' }),
    ],
    'another scheme': [
      400,
      'invalid_request',
      () => postForm(tokenUrl, grant, { authorization: `Bearer ${client.token}` }),
    ],
    'a body of a megabyte': [
      400,
      'invalid_request',
      () => postForm(tokenUrl, { ...grant, client_assertion: 'x'.repeat(1_000_000) }),
    ],
    'the name of a member of every object': [
      401,
      'invalid_client',
      () => postForm(tokenUrl, grant, basic({ id: '__proto__', token: 'constructor' })),
    ],
  };
  for (const [what, [status, error, ask]] of Object.entries(refusals)) {
    it(`refuses ${what}: ${error}`, async () => {
      const answer = await ask();
      assert.deepEqual([answer.status, answer.json['error']], [status, error], JSON.stringify(answer.json));
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      if (status === 401) assert.match(answer.headers.get('www-authenticate') ?? 'Basic', /^Basic/);
    });
  }

  it('refuses GET, and clients of another workspace', async () => {
    assert.equal((await fetch(tokenUrl)).status, 405);
    await house.call('POST', '/v1/workspaces', { slug: 'beta' });
    const { status, json } = await postForm(tokenUrl.replace('/acme/', '/beta/'), grant, basic(client));
    assert.deepEqual([status, json['error']], [401, 'invalid_client']);
    assert.equal((await postForm(tokenUrl.replace('/acme/', '/gamma/'), grant, basic(client))).status, 404);
  });

  it("states its issuer regardless of the request's host", async () => {
    const forged = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    const { json } = await postForm(tokenUrl, grant, { ...basic(client), ...forged });
    assert.equal(decodeJwt(String(json['access_token'])).iss, house.issuer);
  });

  it('issues no token that outlives its client', async () => {
    const brief = await house.client({ expiresAt: new Date(Date.now() + 60_000).toISOString() });
    const { exp = 0, iat = 0 } = decodeJwt(await accessToken(house.issuer, brief));
    assert.ok(exp - iat <= 60);
  });

  it('introspects and revokes nothing for another client', async () => {
    const token = await accessToken(house.issuer, client);
    const by = (who: typeof client, path: string) =>
      postForm(`${house.issuer}/oauth/${path}`, { token }, basic(who));
    assert.deepEqual((await by(other, 'introspect')).json, { active: false });
    assert.equal((await by(other, 'revoke')).status, 200);
    assert.equal((await by(client, 'introspect')).json['active'], true);
    assert.equal((await by({ ...client, token: other.token }, 'introspect')).status, 401);
    assert.equal((await postForm(`${house.issuer}/oauth/introspect`, {}, basic(client))).status, 400);
    const junk = await postForm(`${house.issuer}/oauth/introspect`, { token: 'x.y.z' }, basic(client));
    assert.deepEqual(junk.json, { active: false });
  });

  it("signs with a published key that is not in the workspace's key set", async () => {
    const { kid } = decodeProtectedHeader(await accessToken(house.issuer, client));
    const keysAt = async (path: string): Promise<string> => (await fetch(house.issuer + path)).text();
    assert.ok((await keysAt('/oauth/jwks')).includes(`"${kid}"`));
    assert.ok(!(await keysAt('/oauth/jwks')).includes('"d"'));
    assert.ok(!(await keysAt('/.well-known/jwks.json')).includes(`"${kid}"`));
  });
});

describe('a client secret', () => {
  it('is not an administrator key, and anyone who has it can revoke the client', async () => {
    const leaked = await house.client();
    const authorization = { authorization: `Bearer ${leaked.token}` };
    assert.equal((await fetch(`${house.url}/v1/workspaces`, { headers: authorization })).status, 401);
    const ended = await fetch(`${house.url}/v1/self/revoke`, { method: 'POST', headers: authorization });
    assert.equal(ended.status, 200, await ended.text());
    assert.equal((await postForm(tokenUrl, grant, basic(leaked))).status, 401);
  });
});
