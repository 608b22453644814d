import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';

/**
 * A real authority behind its origin. Requests are counted and can be cut off for one workspace. Each key set has one more key, the
 * test's own, to sign tokens that are wrong only in their header or claims.
 */
export interface Origin {
  readonly authority: RunningAuthority;
  /** Issuer of a workspace. */
  issuer(slug: string): string;
  /** How often a workspace's key set was requested. */
  requests(slug: string): number;
  /** From now on, requests for this workspace fail. */
  cutOff(slug: string): void;
  /** A token under the test's own key. */
  sign(
    claims: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  stop(): Promise<void>;
}

const KEY_ID = 'of-the-test';

export async function startOrigin(data: string): Promise<Origin> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: KEY_ID, alg: 'ES256', use: 'sig' };
  const counts = new Map<string, number>();
  const cut = new Set<string>();
  let upstream = '';
  const server = createServer((request, response) => {
    const [, slug = ''] = (request.url ?? '').split('/');
    counts.set(slug, (counts.get(slug) ?? 0) + 1);
    if (cut.has(slug)) response.destroy();
    else pass(request, response).catch(() => response.destroy());
  });
  async function pass({ url = '' }: IncomingMessage, response: ServerResponse): Promise<void> {
    const { keys } = (await (await fetch(`${upstream}${url}`)).json()) as { keys: object[] };
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify({ keys: [...keys, jwk] }));
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const authority = await startAuthority(data, 0, ['--origin', origin]);
  upstream = authority.url;
  return {
    authority,
    issuer: (slug) => `${origin}/${slug}`,
    requests: (slug) => counts.get(slug) ?? 0,
    cutOff: (slug) => void cut.add(slug),
    sign: (claims, header = {}) => signed(pair.privateKey, claims, header),
    async stop() {
      await authority.stop('SIGKILL');
      server.closeAllConnections();
      server.close();
    },
  };
}

function signed(key: CryptoKey, claims: object, header: object): Promise<string> {
  const all = { alg: 'ES256', typ: 'JWT', kid: KEY_ID, ...header };
  return new SignJWT({ sub: 'initech', ...claims }).setProtectedHeader(all).setIssuedAt().sign(key);
}
