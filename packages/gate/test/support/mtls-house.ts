import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestAuthority } from '../../../../tools/testing/certificate.ts';
import { type ClientCertificate, proven } from '../../../../tools/testing/client-certificate.ts';
import { codeBlockOf } from '../../../../tools/testing/code-blocks.ts';
import { startNginx } from '../../../../tools/testing/nginx.ts';
import type { Answer, HeaderLine } from '../../../../tools/testing/request.ts';
import { freePort } from '../../../../tools/testing/server.ts';
import { askTls, type TlsRequest } from '../../../../tools/testing/tls-request.ts';
import { type House, makeHouse } from './house.ts';

/** Names in the configuration of docs/operating.md; the second asks clients for certificates. */
export const [PAGES, MTLS] = ['keys.example.com', 'mtls.keys.example.com'] as const;
/** Flags of a gate or an authority behind a proxy on this machine; the name of the header follows. */
export const trusts = ['--trust-proxy', '127.0.0.1', '--client-cert-header'];

/** A real authority behind a real nginx with the configuration of docs/operating.md. */
export interface MtlsHouse {
  readonly house: House;
  /** What the certificates of nginx and of `tls.pem` in the folder come from, in PEM. */
  readonly ca: string;
  readonly folder: string;
  /** `https://keys.example.com:<port>`. */
  readonly urlOf: (host: typeof PAGES | typeof MTLS) => string;
  /** Creates an OAuth client with a certificate. */
  register(it: ClientCertificate): Promise<{ readonly id: string }>;
  /** Requests a token over TLS, at one of nginx's two names. */
  request(
    id: string,
    it?: ClientCertificate,
    lines?: readonly HeaderLine[],
    host?: typeof PAGES | typeof MTLS,
  ): Promise<Answer>;
  tokenOf(id: string, it: ClientCertificate): Promise<string>;
  stop(): Promise<void>;
}

/** @param nginx - From `peer('nginx')`. */
export async function makeMtlsHouse(nginx: string): Promise<MtlsHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'lostwax-mtls-'));
  const { certificate: ca, issue } = await makeTestAuthority();
  for (const [name, host] of [
    ['keys', PAGES],
    ['mtls', MTLS],
    ['tls', 'localhost'],
  ] as const) {
    const { certificate, key } = await issue(host);
    writeFileSync(join(folder, `${name}.pem`), certificate);
    writeFileSync(join(folder, `${name}.key`), key, { mode: 0o600 });
  }
  const port = await freePort();
  const front = await startNginx(nginx, (own) =>
    codeBlockOf('docs/operating.md', 'nginx', 'ssl_verify_client')
      .replaceAll('listen 443 ssl', `listen 127.0.0.1:${own} ssl`)
      .replaceAll('/etc/nginx', folder)
      .replaceAll('http://127.0.0.1:7420', `http://127.0.0.1:${port}`),
  );
  const urlOf: MtlsHouse['urlOf'] = (host) => `https://${host}:${new URL(front.url).port}`;
  const house = await makeHouse({
    port,
    flags: [...trusts, 'X-Client-Cert', '--mtls-origin', urlOf(MTLS)],
  });
  const request: MtlsHouse['request'] = (id, client, lines = [], host = MTLS) =>
    requestToken(urlOf(host), id, { ca, client, lines });
  return {
    ...{ house, ca, folder, urlOf, request },
    register: (it) => registerClient(house, it),
    async tokenOf(id, it) {
      const { status, text } = await request(id, it);
      assert.equal(status, 200, text);
      return String(JSON.parse(text).access_token);
    },
    async stop() {
      await Promise.all([front.stop(), house.end()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Creates an OAuth client with a certificate. */
export async function registerClient(house: House, it: ClientCertificate): Promise<{ readonly id: string }> {
  const given = proven(it, { issuer: house.issuer, customer: 'customer-1' });
  const body = { customer: 'customer-1', scopes: ['orders:read'], method: 'oauth-client', ...given };
  return (await house.authority.call<{ key: { id: string } }>('POST', '/v1/workspaces/acme/keys', body)).key;
}

/** Requests a token for an OAuth client over TLS. */
export function requestToken(
  origin: string,
  id: string,
  { lines = [], ...tls }: Pick<TlsRequest, 'ca' | 'client' | 'lines'>,
): Promise<Answer> {
  return askTls(`${origin}/acme/oauth/token`, {
    ...{ ...tls, method: 'POST', body: `grant_type=client_credentials&client_id=${id}` },
    lines: [['Content-Type', 'application/x-www-form-urlencoded'], ...lines],
  });
}
