import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, afterEach } from 'node:test';
import { pino } from 'pino';
import { type OpenIdProvider, startOpenIdProvider } from '../../../../tools/testing/openid.ts';
import { type Authority, startAuthority } from '../../src/authority.ts';
import { makeFolder } from '../support/fixture.ts';
import type { Tab } from './tab.ts';

/** The provider and authority of this test file, which imports them once. */
export const provider: OpenIdProvider = await startOpenIdProvider();
after(() => provider.stop());
export const { issuer, clientId, clientSecret } = provider;
/** The authority's log, one entry per line. */
export const logged: string[] = [];
const authority: Authority = await startAuthority({
  data: makeFolder(),
  port: 0,
  openid: { issuer, clientId, clientSecret, name: 'Acme Login' },
  log: pino({ level: 'trace' }, { write: (line: string) => logged.push(line) }),
});
after(() => authority.close());
export const { origin } = authority;
export const callback = `${origin}/console/openid/callback`;
provider.register(callback);
const key = readFileSync(authority.adminKeyFile, 'utf8').trim();

afterEach(() => {
  provider.forge = (claims) => claims;
  provider.foreignKey = false;
  provider.up = true;
});

/** Calls the API with the first administrator key. */
export async function api(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const response = await fetch(origin + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? undefined : JSON.parse(text) };
}

await api('POST', '/v1/workspaces', { slug: 'acme' });
await api('POST', '/v1/workspaces', { slug: 'other' });

export const start = (returnTo?: string): string =>
  `${origin}/console/openid/start${returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(returnTo)}`}`;

/** Opens the provider's page and returns the callback URL to which it redirects. */
export async function atTheDoor(tab: Tab, subject: string, returnTo?: string): Promise<string> {
  provider.next = subject;
  return tab.follow(start(returnTo), callback);
}

/** Where the authority redirects the person in the end. */
export async function enter(tab: Tab, address: string): Promise<string> {
  const response = await tab.get(address);
  assert.equal(response.status, 303);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer');
  return new URL(response.headers.get('location') ?? '', origin).href.slice(origin.length);
}

export const signIn = async (tab: Tab, subject: string, returnTo?: string): Promise<string> =>
  enter(tab, await atTheDoor(tab, subject, returnTo));

/** The tab's current session. */
export async function session(tab: Tab, place: string) {
  const [, id = ''] = /^\/console\/(ses_[\w-]{16})\//.exec(place) ?? [];
  const headers = { 'x-lostwax-session': id };
  const response = await tab.get(`${origin}/v1/session`, headers);
  return { id, headers, status: response.status, json: JSON.parse(await response.text()) };
}

/** Fails unless the sign-in is refused with this code and leaves neither a session nor a change. */
export async function refused(tab: Tab, address: string, problem: string): Promise<void> {
  const before = await api('GET', '/v1/workspaces/lostwax/audit?limit=1');
  assert.equal(await enter(tab, address), `/console/#error=${problem}`);
  assert.deepEqual(
    [...tab.cookies(origin).keys()].filter((name) => name.includes('ses_')),
    [],
  );
  assert.deepEqual(await api('GET', '/v1/workspaces/lostwax/audit?limit=1'), before);
}

await api('PUT', '/v1/people/worker-7', { roles: [{ workspace: null, role: 'owner' }] });
provider.accounts.set('worker-7', {});
