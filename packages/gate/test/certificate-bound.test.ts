/**
 * Access tokens bound to a client certificate (RFC 8705): from a real authority behind a real nginx that terminates TLS,
 * with the configuration of docs/operating.md, at real gates.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import * as openid from 'openid-client';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { accessToken } from '../../../tools/testing/access-token.ts';
import {
  type ClientCertificate,
  makeClientCertificate,
  proven,
} from '../../../tools/testing/client-certificate.ts';
import { makeDpopKey, makeProof } from '../../../tools/testing/dpop.ts';
import { type Echo, startEcho } from '../../../tools/testing/echo.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { askTls } from '../../../tools/testing/tls-request.ts';
import { until } from '../../../tools/testing/until.ts';
import { MTLS, type MtlsHouse, makeMtlsHouse, PAGES, trusts } from './support/mtls-house.ts';

const LIMIT_MS = 20_000;
const API = 'https://api.example.com';
const nginx = await peerForTests('nginx');

describe('access tokens bound to a certificate', { skip: nginx.skip, timeout: 120_000 }, () => {
  let mtls: MtlsHouse;
  let api: Echo;
  /** Terminates TLS; the same in front of the API; behind proxies; and one that sees no certificates. */
  let [door, proxy, behindNginx, behindEnvoy, unaware]: RunningGate[] = [];
  let own: ClientCertificate;
  let other: ClientCertificate;
  let client: { readonly id: string };
  let token: string;
  const gates = (): RunningGate[] =>
    [door, proxy, behindNginx, behindEnvoy, unaware].filter((gate) => gate !== undefined);

  const codeOf = ({ status, text }: { status: number; text: string }): string =>
    status === 200 ? 'accepted' : String(JSON.parse(text).code);
  const at = async (
    it: ClientCertificate | undefined,
    lines: readonly HeaderLine[],
    gate = door,
    path = '/verify/orders',
  ) =>
    codeOf(
      await askTls(`${gate?.url.replace('127.0.0.1', 'localhost')}${path}`, {
        ca: mtls.ca,
        client: it,
        lines,
      }),
    );
  const plainAt = async (gate: RunningGate | undefined, ...lines: HeaderLine[]) =>
    codeOf(await ask(`${gate?.url}/verify/orders`, lines));

  before(async () => {
    mtls = await makeMtlsHouse(nginx.program);
    const { house, folder } = mtls;
    await house.authority.call('PATCH', '/v1/workspaces/acme', {
      methods: ['signed', 'oauth-client', 'certificate'],
    });
    api = await startEcho();
    writeFileSync(join(folder, 'feed.key'), house.authority.adminKey, { mode: 0o600 });
    const common = [
      ...['--issuer', house.issuer, '--threads', '1', '--status-port', '0'],
      ...['--feed-key-file', join(folder, 'feed.key')],
    ];
    const tls = ['--tls-cert', join(folder, 'tls.pem'), '--tls-key', join(folder, 'tls.key')];
    const resource = ['--resource', `${API}/`];
    [door, proxy, behindNginx, behindEnvoy, unaware] = await Promise.all([
      startGate([...common, ...tls, ...resource]),
      startGate([...common, ...tls, '--upstream', `http://${api.host}:${api.port}`]),
      startGate([...common, ...trusts, 'X-Client-Cert']),
      startGate([...common, ...trusts, 'xfcc']),
      startGate([...common, ...resource]),
    ]);
    await Promise.all(gates().map(gateReady));
    [own, other] = await Promise.all([makeClientCertificate(), makeClientCertificate()]);
    client = await mtls.register(own);
    token = await mtls.tokenOf(client.id, own);
    await until('the gates know the client', LIMIT_MS, async () =>
      (await Promise.all([at(own, [bearer(token)]), at(own, [bearer(token)], proxy, '/orders')])).every(
        (code) => code === 'accepted',
      ),
    );
  });
  after(async () => {
    await Promise.all(gates().map((gate) => gate.stop()));
    await Promise.all([api?.stop(), mtls?.stop()]);
  });

  it('are what openid-client gets and uses, given the issuer alone', async () => {
    const config = await openid.discovery(
      new URL(mtls.house.issuer),
      client.id,
      { use_mtls_endpoint_aliases: true },
      openid.TlsClientAuth(),
      {
        algorithm: 'oauth2',
        execute: [openid.allowInsecureRequests],
        [openid.customFetch]: async (url, { method, body, headers }) => {
          if (!url.startsWith('https:')) return fetch(url, { method, headers });
          const lines = Object.entries(headers);
          const sent = { ca: mtls.ca, client: own, method, lines, body: body === undefined ? '' : `${body}` };
          const { status, text, headers: said } = await askTls(url, sent);
          const type = `${said['content-type']}`;
          return new Response(text, { status, headers: { 'content-type': type } });
        },
      },
    );
    const granted = await openid.clientCredentialsGrant(config, { scope: 'orders:read' });
    assert.equal(granted.token_type, 'bearer');
    assert.equal(await at(own, [bearer(granted.access_token)]), 'accepted');
    const about = await openid.tokenIntrospection(config, granted.access_token);
    const hash = Buffer.from(own.fingerprint, 'hex').toString('base64url');
    assert.deepEqual([about.active, about['cnf']], [true, { 'x5t#S256': hash }]);
  });

  describe('at the token endpoint behind nginx', () => {
    const header = (it: ClientCertificate): HeaderLine => [
      'X-Client-Cert',
      encodeURIComponent(it.certificate),
    ];

    it('are not given without a certificate, or with that of somebody else', async () => {
      const stranger = await makeClientCertificate();
      assert.equal((await mtls.request(client.id)).status, 401);
      for (const it of [other, stranger]) assert.equal((await mtls.request(client.id, it)).status, 401);
    });

    it('are not given for a header that the client sends, at either name', async () => {
      for (const host of [PAGES, MTLS])
        for (const it of [undefined, other])
          for (const lines of [[header(own)], [header(own), header(own)]])
            assert.equal((await mtls.request(client.id, it, lines, host)).status, 401, host);
      assert.equal((await mtls.request(client.id, other, [['X_Client_Cert', header(own)[1]]])).status, 401);
      assert.equal((await mtls.request(client.id, own, [header(other)])).status, 200);
    });

    it('are given at the name that asks for certificates, which serves nothing else', async () => {
      assert.equal((await mtls.request(client.id, own, [], PAGES)).status, 401);
      const base = mtls.urlOf(MTLS);
      for (const path of ['/', '/console', '/v1/workspaces', '/acme/.well-known/jwks.json'])
        assert.equal((await askTls(base + path, { ca: mtls.ca, client: own })).status, 404, path);
    });
  });

  describe('at gates', () => {
    const nginxHeader = (it: ClientCertificate): HeaderLine => [
      'X-Client-Cert',
      encodeURIComponent(it.certificate),
    ];

    it('are accepted over a connection with the certificate, by a gate and its proxy', async () => {
      assert.equal(await at(own, [['X-Api-Key', token]]), 'accepted');
      const before = api.count();
      assert.equal(await at(own, [bearer(token)], proxy, '/orders'), 'accepted');
      assert.equal(api.count(), before + 1);
    });

    it('are refused without the certificate, or with another', async () => {
      for (const gate of [door, proxy]) {
        const path = gate === proxy ? '/orders' : '/verify/orders';
        assert.equal(await at(undefined, [bearer(token)], gate, path), 'certificate_missing');
        assert.equal(await at(other, [bearer(token)], gate, path), 'certificate_mismatch');
      }
      assert.equal(await plainAt(unaware, bearer(token)), 'certificate_missing');
      assert.equal(await plainAt(unaware, bearer(token), nginxHeader(own)), 'certificate_missing');
    });

    it('are checked with the certificate that a trusted proxy has seen', async () => {
      const rfc9440: HeaderLine = ['X-Client-Cert', `:${Buffer.from(own.der).toString('base64')}:`];
      const xfcc = (it: ClientCertificate): HeaderLine => [
        'x-forwarded-client-cert',
        `Hash=${it.fingerprint}`,
      ];
      for (const line of [nginxHeader(own), rfc9440])
        assert.equal(await plainAt(behindNginx, bearer(token), line), 'accepted');
      assert.equal(await plainAt(behindNginx, bearer(token), nginxHeader(other)), 'certificate_mismatch');
      assert.equal(await plainAt(behindNginx, bearer(token)), 'certificate_missing');
      assert.equal(await plainAt(behindEnvoy, bearer(token), xfcc(own)), 'accepted');
      assert.equal(await plainAt(behindEnvoy, bearer(token), xfcc(other)), 'certificate_mismatch');
      assert.equal(await plainAt(behindEnvoy, bearer(token), nginxHeader(own)), 'certificate_missing');
    });

    it('are refused when they are altered, and as DPoP', async () => {
      const [head = '', payload = '', signature = ''] = token.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const hashOf = (it: ClientCertificate) => Buffer.from(it.fingerprint, 'hex').toString('base64url');
      const forged = (cnf: unknown) => {
        const text = Buffer.from(JSON.stringify({ ...claims, cnf })).toString('base64url');
        return bearer([head, text, signature].join('.'));
      };
      assert.equal(await at(other, [forged({ 'x5t#S256': hashOf(other) })]), 'key_unknown');
      for (const cnf of [
        { 'x5t#S256': hashOf(own), jkt: 'x'.repeat(43) },
        { jkt: 'x'.repeat(43), 'x5t#S256': hashOf(own) },
        { 'x5t#S256': [hashOf(own)] },
        { x5t: hashOf(own) },
        {},
        null,
      ])
        assert.equal(await at(own, [forged(cnf)]), 'key_repeated', JSON.stringify(cnf));
      const proof = makeProof(makeDpopKey(), { method: 'GET', url: `${API}/orders`, token });
      const lines: HeaderLine[] = [
        ['Authorization', `DPoP ${token}`],
        ['DPoP', proof],
      ];
      assert.equal(await at(own, lines), 'proof_invalid');
    });

    it('are the only text that may come with a certificate', async () => {
      const signed = await mtls.house.issue();
      const secret = await mtls.house.issue({ method: 'oauth-client' });
      const plain = await accessToken(mtls.house.issuer, secret);
      await until('both are accepted', LIMIT_MS, async () =>
        (await Promise.all([at(undefined, [bearer(signed.token)]), at(undefined, [bearer(plain)])])).every(
          (code) => code === 'accepted',
        ),
      );
      for (const text of [signed.token, plain, secret.token, 'x'])
        assert.equal(await at(own, [bearer(text)]), 'key_repeated');
    });

    it('are accepted too if the certificate is a key of its own', async () => {
      const both = await makeClientCertificate();
      const given = proven(both, { issuer: mtls.house.issuer, customer: 'customer-2' });
      const body = { customer: 'customer-2', method: 'certificate', ...given };
      await mtls.house.authority.call('POST', '/v1/workspaces/acme/keys', body);
      const text = await mtls.tokenOf((await mtls.register(both)).id, both);
      await until('the token', LIMIT_MS, async () => (await at(both, [bearer(text)])) === 'accepted');
      await until('the certificate', LIMIT_MS, async () => (await at(both, [])) === 'accepted');
    });

    it('are announced in the metadata of the resource', async () => {
      const path = '/.well-known/oauth-protected-resource';
      const bound = 'tls_client_certificate_bound_access_tokens';
      const { text } = await askTls(`${door?.url.replace('127.0.0.1', 'localhost')}${path}`, { ca: mtls.ca });
      assert.equal(JSON.parse(text)[bound], true);
      assert.ok(!(bound in JSON.parse((await ask(`${unaware?.url}${path}`)).text)));
    });
  });

  it('end with their client', async () => {
    const next = await makeClientCertificate();
    const given = proven(next, { issuer: mtls.house.issuer, customer: 'customer-1' });
    const path = `/v1/workspaces/acme/keys/${client.id}`;
    const rotated = await mtls.house.authority.call<{ key: { id: string } }>('POST', `${path}/rotate`, given);
    const successor = await mtls.tokenOf(rotated.key.id, next);
    await until('the successor', LIMIT_MS, async () => (await at(next, [bearer(successor)])) === 'accepted');
    assert.equal(await at(own, [bearer(token)]), 'accepted');
    await mtls.house.authority.call('POST', `${path}/revoke`, {});
    await until('refused', LIMIT_MS, async () => (await at(own, [bearer(token)])) === 'key_unknown');
    assert.equal((await mtls.request(client.id, own)).status, 401);
    assert.equal(await at(next, [bearer(successor)]), 'accepted');
  });
});
