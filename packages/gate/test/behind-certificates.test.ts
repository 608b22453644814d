/** Client certificates behind a real nginx and a real Envoy that terminate TLS. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { postForm } from '../../../tools/testing/access-token.ts';
import { makeTestAuthority } from '../../../tools/testing/certificate.ts';
import {
  type ClientCertificate,
  makeClientCertificate,
  proven,
} from '../../../tools/testing/client-certificate.ts';
import { codeBlockOf } from '../../../tools/testing/code-blocks.ts';
import { type Echo, type Seen, startEcho } from '../../../tools/testing/echo.ts';
import { startEnvoy } from '../../../tools/testing/envoy.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { startNginx } from '../../../tools/testing/nginx.ts';
import { bearer, type HeaderLine } from '../../../tools/testing/request.ts';
import { askTls } from '../../../tools/testing/tls-request.ts';
import { until } from '../../../tools/testing/until.ts';
import { envoyOverTls } from './support/envoy-tls.ts';
import { type House, makeHouse, type TestKey } from './support/house.ts';
import { trusts } from './support/mtls-house.ts';

const LIMIT_MS = 20_000;
const nginx = await peerForTests('nginx');
const envoy = await peerForTests('envoy');

interface Front {
  readonly url: string;
  stop(): Promise<void>;
}

interface Parts {
  readonly cert: string;
  readonly key: string;
  readonly gate: RunningGate;
  readonly api: Echo;
}

const gateways: Readonly<
  Record<string, { readonly peer: typeof nginx; readonly start: (parts: Parts) => Promise<Front> }>
> = {
  'nginx with the configuration of the README': {
    peer: nginx,
    start: ({ cert, key, gate, api }) =>
      startNginx(nginx.program, (port) =>
        codeBlockOf('packages/gate/README.md', 'nginx')
          .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
          .replace('/etc/nginx/server.pem', cert)
          .replace('/etc/nginx/server.key', key)
          .replace('http://127.0.0.1:7421', gate.url)
          .replace('127.0.0.1:8080', `127.0.0.1:${api.port}`),
      ),
  },
  'Envoy over gRPC': {
    peer: envoy,
    start: ({ cert, key, gate, api }) =>
      startEnvoy(
        envoy.program,
        envoyOverTls({ cert, key, to: `http://${api.host}:${api.port}`, gate: gate.grpcAddress }),
      ),
  },
  'Envoy with x-forwarded-client-cert, in front of the gate': {
    peer: envoy,
    start: ({ cert, key, gate }) => startEnvoy(envoy.program, envoyOverTls({ cert, key, to: gate.url })),
  },
};

for (const [name, { peer, start }] of Object.entries(gateways)) {
  describe(`client certificates behind ${name}`, { skip: peer.skip, timeout: 120_000 }, () => {
    let house: House;
    let api: Echo;
    let gate: RunningGate;
    let front: Front;
    let ca: string;
    let client: ClientCertificate;
    let key: { readonly id: string };
    let text: TestKey;

    before(async () => {
      house = await makeHouse({ flags: [...trusts, 'Client-Cert'] });
      await house.authority.call('PATCH', '/v1/workspaces/acme', {
        methods: ['opaque', 'certificate', 'oauth-client'],
      });
      client = await makeClientCertificate();
      const about = { issuer: house.issuer, customer: 'customer-1' };
      const body = { customer: 'customer-1', method: 'certificate', ...proven(client, about) };
      ({ key } = await house.authority.call<{ key: { id: string } }>(
        'POST',
        '/v1/workspaces/acme/keys',
        body,
      ));
      text = await house.issue({ method: 'opaque' });
      api = await startEcho();
      const authority = await makeTestAuthority();
      ca = authority.certificate;
      const server = await authority.issue('localhost');
      const file = (name: string, content: string): string => {
        const path = join(house.folder, name);
        writeFileSync(path, content, { mode: 0o600 });
        return path;
      };
      gate = await startGate([
        ...['--issuer', house.issuer, '--feed-key-file', file('feed.key', house.authority.adminKey)],
        ...['--trust-proxy', '127.0.0.1', ...flagsFor(name, api)],
      ]);
      await gateReady(gate);
      const [cert, own] = [file('tls.pem', server.certificate), file('tls.key', server.key)];
      front = await start({ cert, key: own, gate, api });
    });
    after(async () => {
      await front?.stop();
      await gate?.stop();
      await api?.stop();
      await house?.end();
    });

    const ask = (it?: ClientCertificate, lines: readonly HeaderLine[] = []) =>
      askTls(`${front.url.replace('http://127.0.0.1', 'https://localhost')}/orders`, {
        ca,
        client: it,
        lines,
      });

    it('identify the caller to the API', async () => {
      const { status, text } = await ask(client);
      assert.equal(status, 200, text);
      const headers = Object.fromEntries((JSON.parse(text) as Seen).headers);
      assert.equal(headers['x-lostwax-subject'], 'customer-1');
      assert.ok(!('x-client-cert' in headers));
    });

    it('of strangers are refused, and so are clients without one', async () => {
      assert.equal((await ask(await makeClientCertificate())).status, 401);
      assert.equal((await ask()).status, 401);
    });

    it('are not needed by keys as text, and are refused beside one', async () => {
      assert.equal((await ask(undefined, [bearer(text.token)])).status, 200);
      assert.equal((await ask(client, [bearer(text.token)])).status, 401);
    });

    it('prove that an access token bound to one may be used', async () => {
      const own = await makeClientCertificate();
      const given = proven(own, { issuer: house.issuer, customer: 'customer-1' });
      const path = '/v1/workspaces/acme/keys';
      const body = { customer: 'customer-1', method: 'oauth-client', ...given };
      const made = await house.authority.call<{ key: { id: string } }>('POST', path, body);
      const form = { grant_type: 'client_credentials', client_id: made.key.id };
      const sent = { 'client-cert': `:${Buffer.from(own.der).toString('base64')}:` };
      const { json } = await postForm(`${house.issuer}/oauth/token`, form, sent);
      const token = bearer(String(json['access_token']));
      await until('it is accepted', LIMIT_MS, async () => (await ask(own, [token])).status === 200);
      for (const it of [undefined, client]) assert.equal((await ask(it, [token])).status, 401);
    });

    it('do not count in the headers of a client, with or without one of its own', async () => {
      const stranger = await makeClientCertificate();
      for (const line of [
        ['X-Client-Cert', encodeURIComponent(client.certificate)],
        ['X-Forwarded-Client-Cert', `Hash=${client.fingerprint}`],
      ] as const)
        for (const it of [undefined, stranger]) assert.equal((await ask(it, [line])).status, 401, line[0]);
    });

    it('are refused once revoked', async () => {
      await house.authority.call('POST', `/v1/workspaces/acme/keys/${key.id}/revoke`, {});
      await until('it is refused', LIMIT_MS, async () => (await ask(client)).status === 401);
    });
  });
}

function flagsFor(name: string, api: Echo): readonly string[] {
  if (name.startsWith('nginx')) return ['--client-cert-header', 'X-Client-Cert'];
  if (name.endsWith('gRPC')) return ['--grpc-port', '0'];
  const upstream = `http://${api.host}:${api.port}`;
  return ['--client-cert-header', 'xfcc', '--upstream', upstream, '--status-port', '0'];
}
