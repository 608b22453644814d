import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Key } from '@lostwax/client';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { peerForTests } from '../../../../tools/peers/peer.ts';
import { type RunningAuthority, startAuthority } from '../../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../../tools/testing/gate.ts';
import { until } from '../../../../tools/testing/until.ts';

/** The browser of the tests: `suite('…', { skip: browser.skip }, …)`. */
export const browser: { program: string; skip: string | false } = await peerForTests('chromium');

/** Time limit for one step on a busy machine. */
export const DEADLINE_MS = 60_000;

export const WORKSPACE = 'acme_live';
const base = `/v1/workspaces/${WORKSPACE}`;

/** A real authority with a workspace, a real gate registered with it, and a real browser. */
export interface Stage {
  readonly authority: RunningAuthority;
  readonly gate: RunningGate;
  /** The gate's reader ID. */
  readonly reader: string;
  readonly chromium: Browser;
  /** Posts to `portal-sessions` as the producer's backend does, and returns the link for the customer. */
  link(session?: object): Promise<string>;
  /** A new browser profile; errors in its pages are collected in `complaints`. */
  profile(options?: object): Promise<BrowserContext>;
  /** Opens a customer's portal, in a new profile by default. */
  portal(session?: object, profile?: BrowserContext): Promise<Page>;
  issue(body?: object): Promise<{ key: Key; token: string }>;
  key(keyId: string): Promise<Key>;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Waits until the gate answers requests with this key with this status. */
  answers(token: string, status: number): Promise<void>;
  stop(): Promise<void>;
}

export interface OpenIdChoice {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
}

export interface StageOptions {
  /** Workspace settings in addition to those of every stage. */
  readonly settings?: object;
  /** The gate follows the full feed, so that it can check keys of every method. */
  readonly fullFeed?: boolean;
  /** An OpenID Connect provider for signing in to the console. */
  readonly openid?: OpenIdChoice;
  /** More flags for `lostwax serve`. */
  readonly flags?: readonly string[];
}

/** Errors in a profile's pages: script errors and CSP violations. */
const complaints = new WeakMap<BrowserContext, string[]>();

export function complaintsOf(profile: BrowserContext): readonly string[] {
  return complaints.get(profile) ?? [];
}

export async function setStage({
  settings = {},
  openid,
  fullFeed = false,
  flags = [],
}: StageOptions = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'lostwax-portal-'));
  const authority = await startAuthority(folder, 0, [
    ...flags,
    ...(openid === undefined ? [] : await flagsOf(openid, folder)),
  ]);
  const call = <T>(method: string, path: string, body?: unknown): Promise<T> =>
    authority.call<T>(method, path, body);
  await call('POST', '/v1/workspaces', { slug: WORKSPACE, scopes: ['orders:read', 'orders:write'] });
  await call('PATCH', base, {
    name: 'Acme Orders',
    color: '#0b6e4f',
    scopeTexts: { 'orders:read': 'Read orders', 'orders:write': 'Create and change orders' },
    ...settings,
  });
  const reader = await call<{ id: string }>('POST', `${base}/readers`, {
    name: 'gate',
    kind: 'gate',
    refreshSeconds: 5,
  });
  const feedKey = join(folder, 'feed.key');
  await writeFile(feedKey, authority.adminKey, { mode: 0o600 });
  const gate = await startGate([
    ...(fullFeed ? ['--feed-key-file', feedKey] : []),
    '--issuer',
    `http://localhost:${authority.port}/${WORKSPACE}`,
    '--reader',
    reader.id,
  ]);
  await gateReady(gate);
  const chrome = await chromium.launch({
    executablePath: browser.program,
    // Containers run tests as root, where the browser's own sandbox isn't available.
    args: ['--no-sandbox'],
  });
  const stage: Stage = {
    authority,
    gate,
    reader: reader.id,
    chromium: chrome,
    call,
    async link(session = {}) {
      const { url } = await call<{ url: string }>('POST', `${base}/portal-sessions`, {
        customer: 'cus_4711',
        customerName: 'Initech',
        actor: { id: 'u_7', name: 'Ada Lovelace' },
        locale: 'en',
        ...session,
      });
      return url;
    },
    async profile(options = {}) {
      const profile = await chrome.newContext({ reducedMotion: 'reduce', ...options });
      profile.setDefaultTimeout(DEADLINE_MS);
      const said: string[] = [];
      complaints.set(profile, said);
      profile.on('weberror', (error) => said.push(String(error.error())));
      profile.on('console', (message) => {
        if (message.type() === 'error' && !/the server responded with a status of/.test(message.text()))
          said.push(message.text());
      });
      return profile;
    },
    async portal(session = {}, profile) {
      const page = await (profile ?? (await stage.profile())).newPage();
      await page.goto(await stage.link(session));
      await page.getByRole('heading', { level: 1 }).waitFor();
      return page;
    },
    issue: (body = {}) =>
      call('POST', `${base}/keys`, {
        customer: 'cus_4711',
        name: 'Website',
        scopes: ['orders:read'],
        ...body,
      }),
    key: (keyId) => call('GET', `${base}/keys/${keyId}`),
    async answers(token, status) {
      await until(
        `the gate answers ${status}`,
        DEADLINE_MS,
        async () => (await gate.verify(token)) === status,
      );
    },
    async stop() {
      await chrome.close();
      await gate.stop();
      await authority.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return stage;
}

async function flagsOf(
  { issuer, clientId, clientSecret, name }: OpenIdChoice,
  folder: string,
): Promise<string[]> {
  const file = join(folder, 'openid-secret');
  await writeFile(file, clientSecret, { mode: 0o600 });
  const given = ['--openid-issuer', issuer, '--openid-client-id', clientId];
  return [...given, '--openid-client-secret-file', file, '--openid-name', name];
}

/** The complete token of the new key on a page: it is masked until the user asks to see it. */
export async function shownKey(page: Page): Promise<string> {
  const text = page.locator('[data-key-text]');
  await page.locator('.secret-line').waitFor();
  if ((await text.count()) === 0) await page.locator('.secret-line button').first().click();
  return (await text.textContent()) ?? '';
}

/** Copies the new key and leaves the screen, as a user who has saved it does. */
export async function saveKey(page: Page): Promise<void> {
  // Leaving before the browser has copied the key asks for confirmation, and that it was copied is shown only for a moment.
  await Promise.all([
    page.locator('.secret-line [role=status]:not(:empty)').waitFor({ state: 'attached' }),
    page.locator('.secret-line button').last().click(),
  ]);
  await page.locator('.shown ~ .buttons > a').first().click();
}
