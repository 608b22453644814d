/** `lostwax serve` with its own certificate. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { connect } from 'node:tls';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { makeTestAuthority, type TestAuthority } from '../../../tools/testing/certificate.ts';
import { makeClientCertificate, proven } from '../../../tools/testing/client-certificate.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { askTls, type TlsRequest } from '../../../tools/testing/tls-request.ts';
import { until } from '../../../tools/testing/until.ts';

describe('lostwax serve with its own certificate', { timeout: 90_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-tls-'));
  const [cert, key] = [join(folder, 'tls.crt'), join(folder, 'tls.key')];
  const flags = ['--tls-cert', cert, '--tls-key', key];
  let ca: TestAuthority;
  let authority: RunningAuthority;
  let origin = '';

  before(async () => {
    ca = await makeTestAuthority();
    const { certificate, key: pem } = await ca.issue('localhost');
    writeFileSync(cert, certificate);
    writeFileSync(key, pem);
    writeFileSync(join(folder, 'ca.pem'), ca.certificate);
    const more = ['--tls-client-certs', '--status-port', '0'];
    authority = await startAuthority(join(folder, 'data'), 0, [...flags, ...more]);
    origin = `https://localhost:${authority.port}`;
    const made = await call('POST', '/v1/workspaces', { slug: 'acme' });
    assert.equal(made.status, 201, made.text);
    const methods = ['signed', 'oauth-client'];
    assert.equal((await call('PATCH', '/v1/workspaces/acme', { methods })).status, 200);
  });
  after(async () => {
    await authority?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const send = (path: string, options: Omit<TlsRequest, 'ca'> = {}) =>
    askTls(origin + path, { ca: ca.certificate, ...options });
  const call = (method: string, path: string, body: object) =>
    send(path, {
      method,
      body: JSON.stringify(body),
      lines: [bearer(authority.adminKey), ['Content-Type', 'application/json']],
    });
  const fingerprint = (): Promise<string> =>
    new Promise((resolve, reject) => {
      const { port } = authority;
      const socket = connect({ host: '127.0.0.1', port, servername: 'localhost', ca: ca.certificate }, () => {
        resolve(socket.getPeerCertificate().fingerprint256);
        socket.destroy();
      });
      socket.on('error', reject);
    });

  it('serves the API and the feed over HTTPS, and only the status port over HTTP', async () => {
    assert.ok(authority.url.startsWith('https://'));
    await assert.rejects(ask(`http://127.0.0.1:${authority.port}/healthz`));
    const status = /"statusUrl":"(http:[^"]+)"/.exec(authority.program.output())?.[1];
    assert.equal((await ask(`${status}/readyz`)).status, 200);
    const made = await call('POST', '/v1/workspaces/acme/keys', { customer: 'ada' });
    const { token } = JSON.parse(made.text) as { token: string };
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
    const gate = await startGate(['--issuer', `${origin}/acme`], { env });
    try {
      await gateReady(gate);
      assert.equal(await gate.verify(token), 200);
    } finally {
      await gate.stop();
    }
  });

  it('gives access tokens to OAuth clients by the certificate of their connection', async () => {
    const own = await makeClientCertificate();
    const made = await call('POST', '/v1/workspaces/acme/keys', {
      ...{ customer: 'ada', scopes: [], method: 'oauth-client' },
      ...proven(own, { issuer: `${origin}/acme`, customer: 'ada' }),
    });
    assert.equal(made.status, 201, made.text);
    const { key: client } = JSON.parse(made.text) as { key: { id: string } };
    const token = (certificate?: { certificate: string; key: string }) =>
      send('/acme/oauth/token', {
        method: 'POST',
        body: `grant_type=client_credentials&client_id=${client.id}`,
        lines: [['Content-Type', 'application/x-www-form-urlencoded']],
        client: certificate,
      });
    const answer = await token(own);
    assert.equal(answer.status, 200, answer.text);
    for (const other of [undefined, await makeClientCertificate()])
      assert.equal((await token(other)).status, 401);
  });

  it('uses a new certificate once both files have changed, or at SIGHUP', async () => {
    const first = await fingerprint();
    const next = await ca.issue('localhost');
    writeFileSync(cert, next.certificate);
    await until('the half change was noticed', 20_000, () =>
      authority.program.output().includes('keeping the previous one'),
    );
    assert.equal(await fingerprint(), first);
    writeFileSync(key, next.key);
    await until('the new certificate', 20_000, async () => (await fingerprint()) !== first);

    const second = await fingerprint();
    const last = await ca.issue('localhost');
    writeFileSync(cert, last.certificate);
    writeFileSync(key, last.key);
    authority.program.child.kill('SIGHUP');
    await until('the last certificate', 20_000, async () => (await fingerprint()) !== second);
    assert.ok(authority.program.running());
  });
});
