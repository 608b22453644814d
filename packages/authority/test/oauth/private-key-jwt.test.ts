import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject, randomUUID, type webcrypto } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { importJWK, SignJWT } from 'jose';
import * as openid from 'openid-client';
import { postForm, type TokenAnswer } from '../../../../tools/testing/access-token.ts';
import { openOAuthHouse } from './support.ts';

const house = await openOAuthHouse();
after(() => house.close());

type Pair = { readonly publicKey: KeyObject; readonly privateKey: KeyObject };
const pairs: Readonly<Record<string, () => Pair>> = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: () => generateKeyPairSync('ed25519'),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2_048 }),
};
const jwkOf = (key: KeyObject): object => key.export({ format: 'jwk' });
const ec = pairs['ES256'] as () => Pair;
const pair = ec();
const client = await registered(pair);

interface Made {
  readonly key: { readonly id: string; readonly ending: string };
  readonly token: string | null;
}

async function registered({ publicKey }: Pair): Promise<string> {
  return (await make({ clientKey: jwkOf(publicKey) })).key.id;
}

function make(body: object): Promise<Made> {
  const all = { customer: 'cus_1', scopes: ['orders:read'], method: 'oauth-client', ...body };
  return house.call<Made>('POST', '/v1/workspaces/acme/keys', all);
}

async function assertion(claims: object = {}, { privateKey }: Pair = pair, alg = 'ES256'): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const all = {
    iss: client,
    sub: client,
    aud: house.issuer,
    jti: randomUUID(),
    iat: now,
    exp: now + 60,
    ...claims,
  };
  return new SignJWT(all).setProtectedHeader({ alg }).sign(privateKey);
}

function send(clientAssertion: string, more: Readonly<Record<string, string>> = {}): Promise<TokenAnswer> {
  return postForm(`${house.issuer}/oauth/token`, {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: clientAssertion,
    ...more,
  });
}

describe('a client with a key pair', { timeout: 60_000 }, () => {
  for (const alg of ['ES256', 'RS256']) {
    it(`gets access tokens by openid-client with ${alg}, and no secret exists`, async () => {
      const { publicKey, privateKey } = (pairs[alg] as () => Pair)();
      const { key, token } = await make({ clientKey: jwkOf(publicKey) });
      assert.equal(token, null);
      assert.match(key.ending, /^[0-9a-f]{6}$/);
      const signing = (await importJWK(jwkOf(privateKey), alg)) as webcrypto.CryptoKey;
      const found = await openid.discovery(new URL(house.issuer), key.id, {}, openid.PrivateKeyJwt(signing), {
        algorithm: 'oauth2',
        execute: [openid.allowInsecureRequests],
      });
      const { scope } = await openid.clientCredentialsGrant(found);
      assert.equal(scope, 'orders:read');
    });
  }

  it('may sign for the issuer or the token endpoint, and with Ed25519', async () => {
    for (const aud of [house.issuer, `${house.issuer}/oauth/token`])
      assert.equal((await send(await assertion({ aud }))).status, 200, aud);
    const eddsa = pairs['EdDSA']?.() as Pair;
    const id = await registered(eddsa);
    assert.equal((await send(await assertion({ iss: id, sub: id }, eddsa, 'EdDSA'))).status, 200);
  });

  const now = Math.floor(Date.now() / 1_000);
  const refused: Readonly<Record<string, () => Promise<string>>> = {
    'signed by another key': () => assertion({}, ec()),
    'of another client': async () => {
      const id = await registered(ec());
      return assertion({ iss: id, sub: id });
    },
    'for another audience': () => assertion({ aud: 'https://other.example' }),
    'whose issuer is somebody else': () => assertion({ iss: 'x' }),
    'that has expired': () => assertion({ exp: now - 60 }),
    'without an end': () => assertion({ exp: undefined }),
    'that lives for an hour': () => assertion({ exp: now + 3_600 }),
    'without an ID': () => assertion({ jti: undefined }),
    'with another algorithm': () => assertion({}, pairs['EdDSA']?.(), 'EdDSA'),
  };
  for (const [what, text] of Object.entries(refused)) {
    it(`is refused with an assertion ${what}`, async () => {
      const { status, json } = await send(await text());
      assert.deepEqual([status, json['error']], [401, 'invalid_client']);
    });
  }

  it('uses each assertion once, also when it comes twice at the same time', async () => {
    const text = await assertion();
    const answers = await Promise.all([send(text), send(text), send(text)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 401, 401]);
    assert.equal((await send(text)).status, 401);
  });

  it('is refused with an assertion that is none, with a secret beside, or of a megabyte', async () => {
    for (const text of ['x', 'a.b.c', 'x'.repeat(1_000_000)]) assert.equal((await send(text)).status, 400);
    assert.equal((await send(await assertion(), { client_secret: 'x' })).status, 400);
    const twice = await assertion();
    const form = `grant_type=client_credentials&client_assertion=${twice}&client_assertion=${twice}`;
    assert.equal((await postForm(`${house.issuer}/oauth/token`, form)).status, 400);
    const secret = await postForm(`${house.issuer}/oauth/token`, {
      grant_type: 'client_credentials',
      client_id: client,
      client_secret: 'x',
    });
    assert.equal(secret.status, 401);
  });
});

describe('a public key that is registered', { timeout: 60_000 }, () => {
  const bad: Readonly<Record<string, () => object>> = {
    'of RSA with 1,024 bits': () => jwkOf(generateKeyPairSync('rsa', { modulusLength: 1_024 }).publicKey),
    'of another curve': () => jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey),
    'of X25519': () => jwkOf(generateKeyPairSync('x25519').publicKey),
    'that is symmetric': () => ({ kty: 'oct', k: 'AAAA' }),
    'that is private': () => jwkOf(ec().privateKey),
    'that is not on its curve': () => ({ ...jwkOf(ec().publicKey), x: 'A'.repeat(43) }),
    'of another algorithm': () => ({ ...jwkOf(ec().publicKey), alg: 'RS256' }),
    'that is empty': () => ({}),
  };
  for (const [what, clientKey] of Object.entries(bad)) {
    it(`is refused ${what}`, async () => {
      await assert.rejects(make({ clientKey: clientKey() }), /"pointer":"\/clientKey"/);
    });
  }

  it('belongs to an OAuth client', async () => {
    await assert.rejects(
      make({ method: 'signed', clientKey: jwkOf(ec().publicKey) }),
      /"pointer":"\/clientKey"/,
    );
  });

  it('is replaced in a rotation, which needs a new one', async () => {
    const first = await registered(ec());
    const path = `/v1/workspaces/acme/keys/${first}/rotate`;
    await assert.rejects(house.call('POST', path, {}), /"pointer":"\/clientKey"/);
    const next = ec();
    const { key, token } = await house.call<Made>('POST', path, { clientKey: jwkOf(next.publicKey) });
    assert.equal(token, null);
    assert.equal((await send(await assertion({ iss: key.id, sub: key.id }, next))).status, 200);
  });
});
