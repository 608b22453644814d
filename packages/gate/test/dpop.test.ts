/** Access tokens that are bound to a key of the client (RFC 9449): from a real authority, at real gates. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as openid from 'openid-client';
import { basic, postForm } from '../../../tools/testing/access-token.ts';
import { type DpopKey, makeDpopKey, makeProof, type ProofFor } from '../../../tools/testing/dpop.ts';
import { type Echo, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, type HeaderLine } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';

const LIMIT_MS = 15_000;
const API = 'https://api.example.com';
const ORDERS: ProofFor = { method: 'GET', url: `${API}/orders` };

describe('access tokens bound to a key', { timeout: 120_000 }, () => {
  let house: House;
  let api: Echo;
  /** Asked by a gateway; the reverse proxy; and one that doesn't know where clients reach the API. */
  let [gate, proxy, unaware]: RunningGate[] = [];
  let client: TestKey;
  let key: DpopKey;
  let token: string;

  const tokenUrl = () => `${house.issuer}/oauth/token`;
  const request = (proof: string) =>
    postForm(tokenUrl(), { grant_type: 'client_credentials' }, { ...basic(client), dpop: proof });
  const boundToken = async (own: DpopKey): Promise<string> => {
    const { status, json } = await request(makeProof(own, { method: 'POST', url: tokenUrl() }));
    assert.equal(status, 200, JSON.stringify(json));
    assert.equal(json['token_type'], 'DPoP');
    return String(json['access_token']);
  };
  const lines = (proof: string, access = token): HeaderLine[] => [
    ['Authorization', `DPoP ${access}`],
    ['DPoP', proof],
  ];
  const proofOf = (over: Parameters<typeof makeProof>[2] = {}, own = key) =>
    makeProof(own, { ...ORDERS, token }, over);
  const at = async (sent: readonly HeaderLine[], path = '/verify/orders', one = gate, method = 'GET') => {
    const { status, text, headers } = await ask(`${one?.url}${path}`, sent, method);
    const code = status === 200 ? 'accepted' : String(JSON.parse(text).code);
    return { code, challenge: `${headers['www-authenticate']}` };
  };

  before(async () => {
    house = await makeHouse();
    await house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'oauth-client'] });
    const keyFile = join(house.folder, 'feed.key');
    writeFileSync(keyFile, house.authority.adminKey, { mode: 0o600 });
    api = await startEcho();
    const common = ['--issuer', house.issuer, '--feed-key-file', keyFile, '--threads', '1'];
    const upstream = ['--upstream', `http://${api.host}:${api.port}`, '--status-port', '0'];
    [gate, proxy, unaware] = await Promise.all([
      startGate([...common, '--resource', `${API}/`]),
      startGate([...common, ...upstream, '--resource', `${API}/`]),
      startGate(common),
    ]);
    await Promise.all([gate, proxy, unaware].map((one) => one && gateReady(one)));
    client = await house.issue({ method: 'oauth-client' });
    key = makeDpopKey();
    token = await until('the client has a token', LIMIT_MS, () => boundToken(key).catch(() => undefined));
    await until('the gates accept it', LIMIT_MS, async () => {
      const codes = await Promise.all([at(lines(proofOf())), at(lines(proofOf()), '/orders', proxy)]);
      return codes.every(({ code }) => code === 'accepted');
    });
  });
  after(async () => {
    await Promise.all([gate, proxy, unaware].map((one) => one?.stop()));
    await api?.stop();
    await house?.end();
  });

  it('are accepted with a proof for this request, and reach the API without it', async () => {
    const before = api.count();
    assert.equal((await at(lines(proofOf()), '/orders', proxy)).code, 'accepted');
    assert.equal(api.count(), before + 1);
    assert.equal((await at(lines(proofOf()), '/verify/orders?page=2')).code, 'accepted');
    const posted = makeProof(key, { ...ORDERS, method: 'POST', token });
    assert.equal((await at(lines(posted), '/verify/orders', gate, 'POST')).code, 'accepted');
    const ed = makeDpopKey('EdDSA');
    const other = await boundToken(ed);
    const proof = makeProof(ed, { ...ORDERS, token: other });
    assert.equal((await at(lines(proof, other))).code, 'accepted');
  });

  it('are what openid-client gets and uses', async () => {
    const config = await openid.discovery(new URL(house.issuer), client.id, client.token, undefined, {
      algorithm: 'oauth2',
      execute: [openid.allowInsecureRequests],
    });
    const handle = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
    const granted = await openid.clientCredentialsGrant(config, {}, { DPoP: handle });
    assert.equal(granted.token_type, 'dpop');
    const proven = await at(lines(proofOf(), granted.access_token));
    assert.equal(proven.code, 'proof_invalid', 'the proof is of another key');
  });

  it('are refused as Bearer, or without a proof', async () => {
    const bare = await at([['Authorization', `Bearer ${token}`]]);
    assert.equal(bare.code, 'proof_missing');
    assert.match(bare.challenge, /^DPoP realm="lostwax", error="invalid_token", algs="ES256 EdDSA"/);
    assert.equal(
      (
        await at([
          ['X-Api-Key', token],
          ['DPoP', proofOf()],
        ])
      ).code,
      'proof_missing',
    );
    const none = await at([['Authorization', `DPoP ${token}`]]);
    assert.equal(none.code, 'proof_invalid');
    assert.match(none.challenge, /^DPoP .*error="invalid_dpop_proof"/);
  });

  it('are refused with a proof that was used before', async () => {
    const proof = proofOf();
    assert.equal((await at(lines(proof))).code, 'accepted');
    assert.equal((await at(lines(proof))).code, 'proof_invalid');
    const again = makeProof(key, { method: 'POST', url: tokenUrl() });
    assert.equal((await request(again)).status, 200);
    assert.notEqual((await request(again)).status, 200, 'the token endpoint remembers it too');
  });

  const now = () => Math.floor(Date.now() / 1_000);
  const bad: Readonly<Record<string, () => string>> = {
    'for another method': () => makeProof(key, { ...ORDERS, method: 'POST', token }),
    'for another path': () => makeProof(key, { ...ORDERS, url: `${API}/users`, token }),
    'for another host': () => makeProof(key, { ...ORDERS, url: 'https://evil.example/orders', token }),
    'for plain HTTP': () => makeProof(key, { ...ORDERS, url: 'http://api.example.com/orders', token }),
    'for another token': () => makeProof(key, { ...ORDERS, token: `${token}x` }),
    'for no token': () => makeProof(key, ORDERS),
    'by another key': () => proofOf({}, makeDpopKey()),
    'by another key that names this one': () => proofOf({ header: { jwk: key.jwk } }, makeDpopKey()),
    'that is old': () => proofOf({ payload: { iat: now() - 120 } }),
    'from the future': () => proofOf({ payload: { iat: now() + 120 } }),
    'without a time': () => proofOf({ payload: { iat: undefined } }),
    'without an ID': () => proofOf({ payload: { jti: undefined } }),
    'with an empty ID': () => proofOf({ payload: { jti: '' } }),
    'with a huge ID': () => proofOf({ payload: { jti: 'x'.repeat(2_000) } }),
    'with the private key in it': () =>
      proofOf({ header: { jwk: key.privateKey.export({ format: 'jwk' }) } }),
    'of another type': () => proofOf({ header: { typ: 'JWT' } }),
    'with alg none': () => proofOf({ header: { alg: 'none' } }),
    'with alg RS256': () => proofOf({ header: { alg: 'RS256' } }),
    'signed with a shared secret': () => {
      const text = proofOf({ header: { alg: 'HS256' } })
        .split('.', 2)
        .join('.');
      return `${text}.${createHmac('sha256', 'secret').update(text).digest('base64url')}`;
    },
    'with a changed signature': () =>
      proofOf().replace(/\.([^.])([^.]+)$/, (_, a, rest) => `.${a === 'A' ? 'B' : 'A'}${rest}`),
    'that is no JWT': () => 'proof',
    'that is empty': () => '',
    'of 8 KB': () => proofOf({ payload: { padding: 'x'.repeat(8_000) } }),
    'that is two proofs': () => `${proofOf()}, ${proofOf()}`,
  };
  for (const [what, make] of Object.entries(bad))
    it(`are refused with a proof ${what}`, async () => {
      assert.equal((await at(lines(make()))).code, 'proof_invalid');
    });

  it('are refused with two proofs, or with headers that name another request', async () => {
    assert.equal((await at([...lines(proofOf()), ['DPoP', proofOf()]])).code, 'proof_invalid');
    const elsewhere = makeProof(key, { method: 'GET', url: `${API}/users`, token });
    const forwarded: HeaderLine[] = [
      ...([
        ['X-Forwarded-Uri', '/users'],
        ['X-Forwarded-Method', 'GET'],
        ['X-Original-Url', '/users'],
      ] as const),
    ];
    assert.equal((await at([...lines(elsewhere), ...forwarded])).code, 'proof_invalid');
  });

  it('are refused where the URL that clients use is not known', async () => {
    assert.equal((await at(lines(proofOf()), '/verify/orders', unaware)).code, 'proof_invalid');
    assert.equal((await at(lines(proofOf()), '/verify')).code, 'proof_invalid');
  });

  it('other keys and tokens are refused as DPoP, and accepted as before', async () => {
    const signed = await house.issue();
    await gate?.accepts(signed.token);
    const proof = makeProof(key, { ...ORDERS, token: signed.token });
    assert.equal((await at(lines(proof, signed.token))).code, 'proof_invalid');
    const { json } = await postForm(tokenUrl(), { grant_type: 'client_credentials' }, basic(client));
    const plain = String(json['access_token']);
    assert.equal(json['token_type'], 'Bearer');
    assert.equal((await at([['Authorization', `Bearer ${plain}`]])).code, 'accepted');
    const own = makeProof(key, { ...ORDERS, token: plain });
    assert.equal((await at(lines(own, plain))).code, 'proof_invalid');
  });

  it('say so when introspected, and end with their client', async () => {
    const { json } = await postForm(`${house.issuer}/oauth/introspect`, { token }, basic(client));
    assert.equal(json['token_type'], 'DPoP');
    assert.match(String((json['cnf'] as { jkt: string }).jkt), /^[\w-]{43}$/);
    await house.revoke(client);
    await until('refused', LIMIT_MS, async () => (await at(lines(proofOf()))).code === 'key_unknown');
  });
});
