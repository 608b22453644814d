/** Access tokens bound to a client certificate (RFC 8705), in programs that use the verifier. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import express from 'express';
import { accessToken, postForm } from '../../../tools/testing/access-token.ts';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { makeTestAuthority } from '../../../tools/testing/certificate.ts';
import {
  type ClientCertificate,
  makeClientCertificate,
  proven,
} from '../../../tools/testing/client-certificate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { askTls } from '../../../tools/testing/tls-request.ts';
import { requireKey } from '../src/adapters/express.ts';
import { createVerifier, type Verifier } from '../src/index.ts';
import { adapters, type Plan } from './support/adapters.ts';

describe('an access token bound to a certificate, in a program', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-bound-'));
  let authority: RunningAuthority;
  let verifier: Verifier<Plan>;
  let own: ClientCertificate;
  let token: string;
  let plain: string;
  const codeOf = ({ status, text }: { status: number; text: string }): string =>
    status === 200 ? 'accepted' : String(JSON.parse(text).code);

  before(async () => {
    const flags = ['--trust-proxy', '127.0.0.1', '--client-cert-header', 'Client-Cert'];
    authority = await startAuthority(join(folder, 'data'), 0, flags);
    const issuer = `http://localhost:${authority.port}/acme`;
    await authority.call('POST', '/v1/workspaces', { slug: 'acme' });
    await authority.call('PATCH', '/v1/workspaces/acme', { methods: ['oauth-client'] });
    const issue = (more: object) =>
      authority.call<{ key: { id: string }; token: string }>('POST', '/v1/workspaces/acme/keys', {
        ...{ customer: 'cus-1', claims: { plan: 'gold' }, ...more },
      });
    own = await makeClientCertificate();
    const { key } = await issue(proven(own, { issuer, customer: 'cus-1' }));
    const form = { grant_type: 'client_credentials', client_id: key.id };
    const sent = { 'client-cert': `:${Buffer.from(own.der).toString('base64')}:` };
    token = String((await postForm(`${issuer}/oauth/token`, form, sent)).json['access_token']);
    const secret = await issue({});
    plain = await accessToken(issuer, { id: secret.key.id, token: secret.token });
    verifier = createVerifier({
      issuers: [{ issuer, feedKey: authority.adminKey }],
      readClaims: (claims) => ({ plan: String(claims['plan']) }),
    });
    await verifier.ready();
  });
  after(async () => {
    await verifier?.close();
    await authority?.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, start] of Object.entries(adapters)) {
    it(`${name}: is refused where no certificate is seen`, async () => {
      const api = await start(verifier);
      assert.equal(codeOf(await ask(`${api.url}/plain`, [bearer(token)])), 'certificate_missing');
      await api.stop();
    });
  }

  it('is accepted by a server that terminates TLS, over a connection with the certificate', async () => {
    const root = await makeTestAuthority();
    const { certificate: cert, key } = await root.issue('localhost');
    const tls = { cert, key, requestCert: true, rejectUnauthorized: false };
    const app = express().get('/', requireKey(verifier), (_, response) => response.send('hello'));
    const server = createTlsServer(tls, app);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const at = async (client?: ClientCertificate, text = token) =>
      codeOf(await askTls(url, { ca: root.certificate, client, lines: [bearer(text)] }));
    const other = await makeClientCertificate();
    assert.equal(await at(own), 'accepted');
    assert.equal(await at(other), 'certificate_mismatch');
    assert.equal(await at(), 'certificate_missing');
    // A program that asks for certificates for another reason still takes other keys.
    assert.equal(await at(other, plain), 'accepted');
    await new Promise((resolve) => server.close(resolve));
  });

  it('is checked by check() with a fingerprint', () => {
    const codeWith = (certificateFingerprint?: Uint8Array): string => {
      const result = verifier.check(token, { ...(certificateFingerprint && { certificateFingerprint }) });
      return result.accepted ? 'accepted' : result.code;
    };
    assert.equal(codeWith(Buffer.from(own.fingerprint, 'hex')), 'accepted');
    assert.equal(codeWith(new Uint8Array(32)), 'certificate_mismatch');
    assert.equal(codeWith(new Uint8Array(0)), 'certificate_mismatch');
    assert.equal(codeWith(), 'certificate_missing');
  });
});
