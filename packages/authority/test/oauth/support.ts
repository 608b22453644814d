import { readFileSync, rmSync } from 'node:fs';
import { type AuthorityOptions, startAuthority } from '../../src/authority.ts';
import { makeFolder } from '../support/fixture.ts';

/** A real authority that listens, with a workspace `acme` that offers OAuth clients. */
export interface OAuthHouse {
  readonly url: string;
  readonly issuer: string;
  readonly database: string;
  /** One call of the HTTP API as an administrator. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  client(body?: object): Promise<{ readonly id: string; readonly token: string }>;
  close(): Promise<void>;
}

export async function openOAuthHouse(options: Partial<AuthorityOptions> = {}): Promise<OAuthHouse> {
  const data = makeFolder();
  const authority = await startAuthority({ ...options, data, port: 0 });
  const admin = readFileSync(authority.adminKeyFile, 'utf8').trim();
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(authority.url + path, {
      method,
      headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text) as T;
  }
  await call('POST', '/v1/workspaces', { slug: 'acme' });
  await call('PATCH', '/v1/workspaces/acme', { methods: ['signed', 'oauth-client'] });
  return {
    url: authority.url,
    issuer: `${authority.origin}/acme`,
    database: `${data}/lostwax.db`,
    call,
    async client(body = {}) {
      const { key, token } = await call<{ key: { id: string }; token: string }>(
        'POST',
        '/v1/workspaces/acme/keys',
        { customer: 'cus_1', scopes: ['orders:read', 'orders:write'], method: 'oauth-client', ...body },
      );
      return { id: key.id, token };
    },
    async close() {
      await authority.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
