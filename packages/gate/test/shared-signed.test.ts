import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeKeyId, makeSigningPair, parseAnyToken, signShared } from '@lostwax/core';
import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const LIMIT_MS = 10_000;
const method = 'shared-signed';

describe('shared-key tokens', { timeout: 60_000 }, () => {
  let house: House;
  let gate: RunningGate;
  /** Follows the public feed, which has none of them. */
  let unaware: RunningGate;
  let key: TestKey;

  before(async () => {
    house = await makeHouse();
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', method] });
    key = await house.issue({ method, claims: { plan: 'gold' } });
    const feedKey = join(house.folder, 'feed.key');
    writeFileSync(feedKey, house.authority.adminKey, { mode: 0o600 });
    gate = await startGate(['--issuer', house.issuer, '--feed-key-file', feedKey, '--threads', '2']);
    unaware = await startGate(['--issuer', house.issuer]);
    await Promise.all([gateReady(gate), gateReady(unaware)]);
  });
  after(async () => {
    await Promise.all([gate?.stop(), unaware?.stop()]);
    await house?.end();
  });

  const answers = (token: string, code: string) =>
    until(`the gate answers ${code}`, LIMIT_MS, async () => (await gate.code(token)) === code);
  /** What a JWT library says that has just fetched the key set. */
  const library = async (token: string): Promise<string> => {
    const set = (await (await fetch(`${house.issuer}/.well-known/jwks.json`)).json()) as JSONWebKeySet;
    try {
      await jwtVerify(token, createLocalJWKSet(set), {
        ...{ issuer: house.issuer, audience: 'acme', algorithms: ['ES256'] },
      });
      return 'accepted';
    } catch (error) {
      assert.ok(error instanceof errors.JOSEError);
      return error.code;
    }
  };
  const signingKey = async (): Promise<string> => {
    const { items } = await house.authority.call<{ items: { id: string }[] }>(
      'GET',
      '/v1/workspaces/acme/signing-key',
    );
    return items[0]?.id ?? assert.fail();
  };

  it('are accepted by the gate, which says who calls, and by a JWT library', async () => {
    const { status, headers } = await ask(`${gate.url}/verify`, [bearer(key.token)]);
    assert.equal(status, 200);
    assert.equal(headers['x-lostwax-key-id'], key.id);
    assert.equal(headers['x-lostwax-subject'], 'customer-1');
    assert.equal(headers['x-lostwax-scope'], 'orders:read orders:write');
    const claims = JSON.parse(Buffer.from(`${headers['x-lostwax-claims']}`, 'base64url').toString());
    assert.equal(claims.jti, key.id);
    assert.equal(claims.plan, 'gold');
    assert.equal(await library(key.token), 'accepted');
  });

  it('are unknown to a gate that follows the public feed, which goes on with the others', async () => {
    const signed = await house.issue();
    assert.equal(await unaware.code(key.token), 'key_unknown');
    await unaware.accepts(signed.token);
  });

  it('are refused by name where they were copied badly', async () => {
    assert.equal(await gate.code(key.token.slice(0, -3)), 'token_truncated');
    assert.equal(await gate.code(`${key.token}x`), 'token_malformed');
    const [header = '', payload = '', signature = ''] = key.token.split('.');
    const other = Buffer.from(payload, 'base64url').toString().replace('customer-1', 'customer-2');
    const forged = `${header}.${Buffer.from(other).toString('base64url')}.${signature}`;
    assert.equal(await gate.code(forged), 'key_unknown');
  });

  it('are revoked one by one at the gate, and not for a JWT library', async () => {
    const { id, token } = await house.issue({ method });
    await answers(token, 'accepted');
    await house.revoke({ id, token });
    await answers(token, 'key_unknown');
    assert.equal(await library(token), 'accepted');
  });

  it('are not forged at the gate by whoever has the signing key', async () => {
    const keyId = makeKeyId('acme');
    // Our own pair under the stolen one's ID: the gate looks at the pin before any signature.
    const { privateHalf } = makeSigningPair(await signingKey(), 'ES256');
    const { claims } = parseAnyToken(key.token);
    const signer = { keyId: await signingKey(), algorithm: 'ES256', privateHalf } as const;
    const [made] = signShared(signer, [{ ...claims, jti: keyId, sub: 'somebody' }]);
    assert.ok(made && 'token' in made);
    assert.equal(await gate.code(made.token), 'key_unknown');
  });

  it('end with their signing key, everywhere', async () => {
    const stolen = await signingKey();
    await house.authority.call('POST', '/v1/workspaces/acme/signing-key/revoke', { kid: stolen });
    await answers(key.token, 'key_unknown');
    assert.equal(await library(key.token), 'ERR_JWKS_NO_MATCHING_KEY');
    const next = await house.issue({ method });
    await answers(next.token, 'accepted');
    assert.equal(await library(next.token), 'accepted');
  });
});
