/** OAuth clients that authenticate with a certificate (RFC 8705), as a trusted proxy sends it. */
import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { decodeJwt } from 'jose';
import { postForm, type TokenAnswer } from '../../../../tools/testing/access-token.ts';
import {
  type ClientCertificate,
  type ClientCertificateOptions,
  makeClientCertificate,
  proven,
} from '../../../../tools/testing/client-certificate.ts';
import { makeDpopKey, makeProof } from '../../../../tools/testing/dpop.ts';
import { until } from '../../../../tools/testing/until.ts';
import { readMutualTls } from '../../src/oauth/mutual-tls.ts';
import { openOAuthHouse } from './support.ts';

const HEADER = 'x-client-cert';
const trusting = { clientCertHeader: 'X-Client-Cert', trustProxy: ['127.0.0.1', '::1'] };
const [house, byXfcc, untrusting, without] = await Promise.all([
  openOAuthHouse({ ...trusting, mtlsOrigin: 'https://mtls.example.com' }),
  openOAuthHouse({ ...trusting, clientCertHeader: 'xfcc' }),
  openOAuthHouse({ clientCertHeader: 'X-Client-Cert', trustProxy: ['192.0.2.1'] }),
  openOAuthHouse(),
]);
after(() => Promise.all([house, byXfcc, untrusting, without].map((one) => one.close())));

interface Made {
  readonly key: Readonly<Record<'id' | 'ending' | 'clientAuthentication' | 'expiresAt', string>>;
  readonly token: string | null;
}

type House = typeof house;

function make(certificate: ClientCertificate, more: object = {}, at: House = house): Promise<Made> {
  const body = { customer: 'cus_1', scopes: ['orders:read'], method: 'oauth-client' };
  const given = proven(certificate, { issuer: at.issuer, customer: 'cus_1' });
  return at.call<Made>('POST', '/v1/workspaces/acme/keys', { ...body, ...given, ...more });
}

function request(
  id: string,
  headers: Record<string, string>,
  at: House = house,
  more = {},
): Promise<TokenAnswer> {
  const form = { grant_type: 'client_credentials', client_id: id, ...more };
  return postForm(`${at.issuer}/oauth/token`, form, headers);
}

const escaped = ({ certificate }: ClientCertificate): string => encodeURIComponent(certificate);
const sentBy = (certificate: ClientCertificate) => ({ [HEADER]: escaped(certificate) });
const hashOf = ({ fingerprint }: ClientCertificate): string =>
  Buffer.from(fingerprint, 'hex').toString('base64url');
const errorOf = ({ status, json }: TokenAnswer) => [status, json['error']];

const own = await makeClientCertificate();
const client = await make(own);
const other = await makeClientCertificate();
const otherClient = await make(other);

describe('an OAuth client with a certificate', { timeout: 60_000 }, () => {
  it('is registered by proof of possession, and expires with its certificate', async () => {
    const { key, token } = client;
    assert.equal(token, null);
    assert.equal(key.clientAuthentication, 'self_signed_tls_client_auth');
    assert.equal(key.ending, own.fingerprint.slice(-6));
    assert.ok(Date.parse(key.expiresAt) <= Date.now() + 25 * 3_600_000);
  });

  for (const algorithm of ['P-256', 'P-384', 'Ed25519', 'RSA-2048'] as const) {
    it(`gets access tokens bound to its certificate: ${algorithm}`, async () => {
      const certificate = await makeClientCertificate({ algorithm });
      const { key } = await make(certificate);
      const { status, json } = await request(key.id, sentBy(certificate));
      assert.equal(status, 200, JSON.stringify(json));
      assert.equal(json['token_type'], 'Bearer');
      const claims = decodeJwt(String(json['access_token']));
      assert.deepEqual(claims['cnf'], { 'x5t#S256': hashOf(certificate) });
      assert.equal(claims.sub, 'cus_1');
    });
  }

  it('may be known by Client-Cert (RFC 9440), or by Envoy’s header with the certificate', async () => {
    const rfc9440 = { [HEADER]: `:${Buffer.from(own.der).toString('base64')}:` };
    assert.equal((await request(client.key.id, rfc9440)).status, 200);
    const { key } = await make(own, {}, byXfcc);
    const xfcc = (value: string) => request(key.id, { 'x-forwarded-client-cert': value }, byXfcc);
    const [hash, cert] = [`Hash=${own.fingerprint}`, `Cert="${escaped(own)}"`];
    assert.equal((await xfcc(`${hash};${cert};Subject="CN=a,b;c"`)).status, 200);
    for (const value of [
      hash,
      `${cert},${cert}`,
      `${cert};${cert}`,
      `Subject=${cert}`,
      `Cert="${escaped(other)}"`,
    ])
      assert.deepEqual(errorOf(await xfcc(value)), [401, 'invalid_client'], value);
  });

  it('introspects and revokes its tokens with its certificate', async () => {
    const { json } = await request(client.key.id, sentBy(own));
    const token = String(json['access_token']);
    const at = (path: string, certificate: ClientCertificate) =>
      postForm(`${house.issuer}/oauth/${path}`, { token, client_id: client.key.id }, sentBy(certificate));
    const about = (await at('introspect', own)).json;
    assert.deepEqual([about['active'], about['token_type']], [true, 'Bearer']);
    assert.deepEqual(about['cnf'], { 'x5t#S256': hashOf(own) });
    assert.equal((await at('introspect', other)).status, 401);
    assert.equal((await at('revoke', other)).status, 401);
    assert.equal((await at('revoke', own)).status, 200);
    assert.deepEqual((await at('introspect', own)).json, { active: false });
  });

  const refused: Readonly<Record<string, () => Promise<TokenAnswer>>> = {
    'no certificate': () => request(client.key.id, {}),
    "another client's certificate": () => request(client.key.id, sentBy(other)),
    'its certificate for another client': () => request(otherClient.key.id, sentBy(own)),
    'the header twice': () => request(client.key.id, { [HEADER]: `${escaped(own)}, ${escaped(own)}` }),
    'the fingerprint in place of the certificate': () =>
      request(client.key.id, { [HEADER]: own.fingerprint }),
    'the certificate in another header': () => request(client.key.id, { 'client-cert': escaped(own) }),
    'an empty header': () => request(client.key.id, { [HEADER]: '' }),
    'a header that is no certificate': () => request(client.key.id, { [HEADER]: '%' }),
    'a secret': () => request(client.key.id, {}, house, { client_secret: 'x' }),
  };
  for (const [what, ask] of Object.entries(refused)) {
    it(`is refused with ${what}`, async () => {
      assert.deepEqual(errorOf(await ask()), [401, 'invalid_client']);
    });
  }

  it('gets no token that is bound both ways', async () => {
    const dpop = makeProof(makeDpopKey(), { method: 'POST', url: `${house.issuer}/oauth/token` });
    const answer = await request(client.key.id, { ...sentBy(own), dpop });
    assert.deepEqual(errorOf(answer), [400, 'invalid_request']);
  });

  it('is refused when the header comes from a peer that is not trusted', async () => {
    const { key } = await make(own, {}, untrusting);
    assert.deepEqual(errorOf(await request(key.id, sentBy(own), untrusting)), [401, 'invalid_client']);
  });

  it('does not help a client with a secret, which needs the secret', async () => {
    const secret = await house.client();
    assert.deepEqual(errorOf(await request(secret.id, sentBy(own))), [401, 'invalid_client']);
  });

  it('gets no token once its certificate has expired', async () => {
    const brief = await makeClientCertificate({ notAfter: new Date(Date.now() + 5_000) });
    const { key } = await make(brief);
    const { status, json } = await request(key.id, sentBy(brief));
    assert.equal(status, 200, JSON.stringify(json));
    assert.ok(Number(json['expires_in']) <= 5);
    const refusal = await until('it is refused', 20_000, async () => {
      const answer = await request(key.id, sentBy(brief));
      return answer.status === 200 ? undefined : errorOf(answer);
    });
    assert.deepEqual(refusal, [401, 'invalid_client']);
  });

  it('is rotated to another certificate: both work until the old one is revoked', async () => {
    const [first, second] = [await makeClientCertificate(), await makeClientCertificate()];
    const old = (await make(first)).key;
    const path = `/v1/workspaces/acme/keys/${old.id}`;
    await assert.rejects(house.call('POST', `${path}/rotate`, {}), /"pointer":"\/certificate"/);
    const given = proven(second, { issuer: house.issuer, customer: 'cus_1' });
    const { key } = await house.call<Made>('POST', `${path}/rotate`, given);
    assert.equal(key.clientAuthentication, 'self_signed_tls_client_auth');
    assert.equal((await request(key.id, sentBy(second))).status, 200);
    assert.equal((await request(key.id, sentBy(first))).status, 401);
    assert.equal((await request(old.id, sentBy(first))).status, 200);
    await house.call('POST', `${path}/revoke`, {});
    assert.equal((await request(old.id, sentBy(first))).status, 401);
    const entries = await house.call<{ items: { action: string; keyId: string }[] }>(
      'GET',
      '/v1/workspaces/acme/audit?limit=20',
    );
    const actions = entries.items.filter(({ keyId }) => keyId === old.id).map(({ action }) => action);
    assert.deepEqual(actions, ['key.revoke', 'rotation.begin', 'key.issue']);
  });
});

describe('the certificate of a new OAuth client', { timeout: 60_000 }, () => {
  const HOUR = 3_600_000;
  const weak: Readonly<Record<string, ClientCertificateOptions>> = {
    'has RSA with 1,024 bits': { algorithm: 'RSA-1024' },
    'has an odd curve': { algorithm: 'P-521' },
    'has expired': { notAfter: new Date(Date.now() - HOUR / 2) },
    'is not valid yet': { notBefore: new Date(Date.now() + HOUR) },
  };
  for (const [what, options] of Object.entries(weak)) {
    it(`is refused if it ${what}`, async () => {
      const bad = await makeClientCertificate(options);
      const proof = { signature: 'AAAA', at: Math.floor(Date.now() / 1_000) };
      await assert.rejects(make(own, { certificate: bad.certificate, proof }), /certificate_invalid/);
    });
  }

  it('needs its proof, and nothing beside', async () => {
    const jwk = { kty: 'EC', crv: 'P-256' };
    await assert.rejects(make(own, { proof: undefined }), /"pointer":"\/proof"/);
    await assert.rejects(make(own, { certificate: undefined }), /"pointer":"\/certificate"/);
    await assert.rejects(make(own, { clientKey: jwk }), /"pointer":"\/clientKey"/);
    await assert.rejects(make(own, { certificate: other.certificate }), /proof_invalid/);
    await assert.rejects(make(own, { customer: 'cus_2' }), /proof_invalid/);
    await assert.rejects(make(own, { method: 'signed' }), /"pointer":"\/certificate"/);
  });

  it('is refused where the authority sees no certificates', async () => {
    await assert.rejects(make(own, {}, without), /mutual_tls_off/);
  });
});

describe('the metadata of an issuer', { timeout: 60_000 }, () => {
  const metadata = async ({ issuer }: House): Promise<Record<string, unknown>> => {
    const url = issuer.replace(/\/acme$/, '/.well-known/oauth-authorization-server/acme');
    return (await fetch(url)).json() as Promise<Record<string, unknown>>;
  };
  const methods = 'token_endpoint_auth_methods_supported';

  it('offers mutual TLS, at its own address if there is one', async () => {
    const said = await metadata(house);
    assert.ok((said[methods] as string[]).includes('self_signed_tls_client_auth'));
    assert.equal(said['tls_client_certificate_bound_access_tokens'], true);
    assert.deepEqual(said['mtls_endpoint_aliases'], {
      token_endpoint: 'https://mtls.example.com/acme/oauth/token',
      introspection_endpoint: 'https://mtls.example.com/acme/oauth/introspect',
      revocation_endpoint: 'https://mtls.example.com/acme/oauth/revoke',
    });
    assert.ok(!('mtls_endpoint_aliases' in (await metadata(byXfcc))));
  });

  it('does not offer it where the authority sees no certificates', async () => {
    const said = await metadata(without);
    assert.ok(!(said[methods] as string[]).includes('self_signed_tls_client_auth'));
    assert.ok(!('tls_client_certificate_bound_access_tokens' in said));
  });
});

describe('the options for mutual TLS', () => {
  const read = (options: Parameters<typeof readMutualTls>[0], trust = ['127.0.0.1']) =>
    readMutualTls(options, trust);

  it('name a header of a trusted proxy, and perhaps an origin', () => {
    assert.equal(read({}), undefined);
    assert.deepEqual(read({ clientCertHeader: 'XFCC' }), {
      header: 'x-forwarded-client-cert',
      origin: undefined,
    });
    assert.deepEqual(read({ clientCertHeader: 'Client-Cert', mtlsOrigin: 'https://a.example:8443/' }), {
      header: 'client-cert',
      origin: 'https://a.example:8443',
    });
  });

  it('are refused otherwise', () => {
    const error = { name: 'StartError' };
    assert.throws(() => read({ clientCertHeader: 'Client-Cert' }, []), error);
    assert.throws(() => read({ mtlsOrigin: 'https://a.example' }), error);
    for (const clientCertHeader of ['', 'Authorization', 'a b', 'x:y', 'Cookie'])
      assert.throws(() => read({ clientCertHeader }), error);
    for (const mtlsOrigin of [
      '',
      'x',
      'http://a.example',
      'https://a.example/x',
      'https://a.example?x',
      'https://u@a.example',
    ])
      assert.throws(() => read({ clientCertHeader: 'Client-Cert', mtlsOrigin }), error);
  });
});
