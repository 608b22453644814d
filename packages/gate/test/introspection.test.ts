import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { accessToken } from '../../../tools/testing/access-token.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const secret = 'a-secret-of-more-than-22-characters';
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('POST /introspect', { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;
  const keys = new Map<string, TestKey>();
  let flags: string[];

  before(async () => {
    house = await makeHouse();
    const methods = ['signed', 'opaque', 'shared-signed'];
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods });
    for (const method of methods)
      keys.set(
        method,
        await house.issue({ method, claims: { plan: 'gold', active: 'no', token_type: 'x' } }),
      );
    const feedKey = join(house.folder, 'feed.key');
    writeFileSync(feedKey, house.authority.adminKey, { mode: 0o600 });
    const secretFile = join(house.folder, 'introspect.key');
    writeFileSync(secretFile, `${secret}\n`, { mode: 0o600 });
    flags = ['--issuer', house.issuer, '--feed-key-file', feedKey, '--introspect-key-file', secretFile];
    gate = await startGate([...flags, '--threads', '2']);
    await gateReady(gate);
  });
  after(async () => {
    await gate?.stop();
    await house?.end();
  });

  const send = (body: string | URLSearchParams, headers: Record<string, string> = {}, url = gate.url) =>
    fetch(`${url}/introspect`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      body,
    });
  const introspect = async (token: string): Promise<Record<string, unknown>> => {
    const answer = await send(new URLSearchParams({ token, token_type_hint: 'access_token' }));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    return (await answer.json()) as Record<string, unknown>;
  };

  for (const method of ['signed', 'opaque', 'shared-signed']) {
    it(`says what a key of the method ${method} grants, and that it is inactive once it is revoked`, async () => {
      const { id, token } = keys.get(method) ?? assert.fail();
      const { iat: _, ...granted } = await introspect(token);
      assert.deepEqual(granted, {
        ...{ active: true, scope: 'orders:read orders:write', client_id: id, token_type: 'Bearer' },
        ...{ iss: house.issuer, sub: 'customer-1', aud: 'acme', jti: id, plan: 'gold' },
      });
      await house.revoke({ id, token });
      await until('it is inactive', 10_000, async () => (await introspect(token))['active'] === false);
      assert.deepEqual(await introspect(token), { active: false });
    });
  }

  it("says what an OAuth client's access token grants, at the first call", async () => {
    const methods = ['signed', 'oauth-client'];
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods });
    const client = await house.issue({ method: 'oauth-client' });
    const token = await accessToken(house.issuer, client, 'orders:read');
    await until('it is active', 10_000, async () => (await introspect(token))['active'] === true);
    const { client_id, sub, scope, exp } = await introspect(token);
    assert.deepEqual([client_id, sub, scope], [client.id, 'customer-1', 'orders:read']);
    assert.equal(typeof exp, 'number');
  });

  it('says nothing of what is no key', async () => {
    for (const token of ['x', 'eyJraWQiOi', 'ä'.repeat(100), 'x'.repeat(5_000)])
      assert.deepEqual(await introspect(token), { active: false });
  });

  it('takes the secret as Bearer or as the password of Basic, and nothing else', async () => {
    const form = new URLSearchParams({ token: 'x' });
    for (const authorization of [`bearer ${secret}`, basic('gateway', secret), basic('', secret)])
      assert.equal((await send(form, { authorization })).status, 200, authorization);
    for (const authorization of [
      '',
      'Bearer',
      `Bearer ${secret}x`,
      basic(secret, ''),
      basic('a', 'b'),
      secret,
    ]) {
      const refused = await send(form, { authorization });
      assert.equal(refused.status, 401, authorization);
      assert.match(refused.headers.get('www-authenticate') ?? '', /Basic/);
      assert.equal(((await refused.json()) as { error: string }).error, 'invalid_client');
    }
  });

  const malformed: Readonly<Record<string, readonly [status: number, body: string, type?: string]>> = {
    'no token': [400, 'token_type_hint=access_token'],
    'an empty token': [400, 'token='],
    'two tokens': [400, 'token=a&token=b'],
    'JSON in place of a form': [400, '{"token":"a"}', 'application/json'],
    'a form of a megabyte': [413, `token=${'x'.repeat(1_000_000)}`],
  };
  for (const [name, [status, body, type]] of Object.entries(malformed)) {
    it(`refuses ${name}`, async () => {
      const answer = await send(body, type === undefined ? {} : { 'content-type': type });
      assert.equal(answer.status, status);
      assert.equal(((await answer.json()) as { error: string }).error, 'invalid_request');
    });
  }

  it('refuses other methods, and is not there without a secret', async () => {
    const got = await fetch(`${gate.url}/introspect?token=x`, {
      headers: { authorization: `Bearer ${secret}` },
    });
    assert.equal(got.status, 405);
    assert.equal(got.headers.get('allow'), 'POST');
    const without = await startGate(['--issuer', house.issuer]);
    try {
      assert.equal((await send('token=x', {}, without.url)).status, 404);
    } finally {
      await without.stop();
    }
  });

  it('is on the status port of a proxy, whose own paths belong to the upstream', async () => {
    const upstream = ['--upstream', 'http://127.0.0.1:9', '--status-port', '0'];
    const proxy = await startGate([...flags, ...upstream]);
    try {
      await until('it is ready', 10_000, async () => (await fetch(`${proxy.statusUrl}/readyz`)).ok);
      const { token } = await house.issue();
      await until('it has the key', 10_000, async () => {
        const answer = await send(new URLSearchParams({ token }), {}, proxy.statusUrl);
        return ((await answer.json()) as { active: boolean }).active;
      });
      assert.equal((await send('token=x', {}, proxy.url)).status, 401);
    } finally {
      await proxy.stop();
    }
  });
});
