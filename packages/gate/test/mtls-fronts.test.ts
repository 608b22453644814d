/** The token endpoint behind a real HAProxy and a real Envoy that terminate TLS, as docs/operating.md says. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { peerForTests } from '../../../tools/peers/peer.ts';
import { makeTestAuthority } from '../../../tools/testing/certificate.ts';
import { type ClientCertificate, makeClientCertificate } from '../../../tools/testing/client-certificate.ts';
import { startEnvoy } from '../../../tools/testing/envoy.ts';
import { startHaproxy } from '../../../tools/testing/haproxy.ts';
import type { HeaderLine } from '../../../tools/testing/request.ts';
import { freePort } from '../../../tools/testing/server.ts';
import { envoyOverTls } from './support/envoy-tls.ts';
import { type House, makeHouse } from './support/house.ts';
import { registerClient, requestToken, trusts } from './support/mtls-house.ts';

const [haproxy, envoy] = await Promise.all([peerForTests('haproxy'), peerForTests('envoy')]);

interface Front {
  /** `http://127.0.0.1:<port>`, though it speaks TLS. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Kind {
  readonly peer: typeof haproxy;
  /** What `--client-cert-header` is set to. */
  readonly header: string;
  readonly start: (folder: string, to: string) => Promise<Front>;
}

const kinds: Readonly<Record<string, Kind>> = {
  HAProxy: {
    peer: haproxy,
    header: 'Client-Cert',
    async start(folder, to) {
      const port = await freePort();
      const pem = join(folder, 'both.pem');
      const { stop } = await startHaproxy(
        haproxy.program,
        (plain) => `defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend plain
  bind 127.0.0.1:${plain}
  http-request return status 200
frontend tls
  bind 127.0.0.1:${port} ssl crt ${pem} verify optional ca-file ${pem} ca-ignore-err all crt-ignore-err all
  http-request set-header Client-Cert :%[ssl_c_der,base64]:
  default_backend authority
backend authority
  server authority ${new URL(to).host}
`,
      );
      return { url: `http://127.0.0.1:${port}`, stop };
    },
  },
  Envoy: {
    peer: envoy,
    header: 'xfcc',
    start: (folder, to) =>
      startEnvoy(
        envoy.program,
        envoyOverTls({ cert: join(folder, 'tls.pem'), key: join(folder, 'tls.key'), to }),
      ),
  },
};

for (const [name, { peer, header, start }] of Object.entries(kinds)) {
  describe(`OAuth clients with certificates behind ${name}`, { skip: peer.skip, timeout: 60_000 }, () => {
    let folder: string;
    let house: House;
    let front: Front;
    let ca: string;
    let own: ClientCertificate;
    let client: { readonly id: string };

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'lostwax-fronts-'));
      const authority = await makeTestAuthority();
      ca = authority.certificate;
      const { certificate, key } = await authority.issue('localhost');
      for (const [file, text] of [
        ['tls.pem', certificate],
        ['tls.key', key],
        ['both.pem', certificate + key],
      ] as const)
        writeFileSync(join(folder, file), text, { mode: 0o600 });
      house = await makeHouse({ flags: [...trusts, header] });
      await house.authority.call('PATCH', '/v1/workspaces/acme', { methods: ['oauth-client'] });
      own = await makeClientCertificate();
      client = await registerClient(house, own);
      front = await start(folder, house.authority.url);
    });
    after(async () => {
      await Promise.all([front?.stop(), house?.end()]);
      rmSync(folder, { recursive: true, force: true });
    });

    const status = async (it?: ClientCertificate, lines: readonly HeaderLine[] = []): Promise<number> => {
      const origin = front.url.replace('http://127.0.0.1', 'https://localhost');
      return (await requestToken(origin, client.id, { ca, client: it, lines })).status;
    };

    it('get a token with their certificate, and no other', async () => {
      assert.equal(await status(own), 200);
      assert.equal(await status(await makeClientCertificate({ algorithm: 'RSA-2048' })), 401);
      assert.equal(await status(), 401);
    });

    it('can’t be impersonated by a header', async () => {
      const other = await makeClientCertificate();
      const forged: readonly HeaderLine[] = [
        ['Client-Cert', `:${Buffer.from(own.der).toString('base64')}:`],
        ['X-Forwarded-Client-Cert', `Cert="${encodeURIComponent(own.certificate)}"`],
      ];
      for (const it of [undefined, other])
        for (const line of forged) assert.equal(await status(it, [line]), 401, line[0]);
    });
  });
}
