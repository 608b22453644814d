/**
 * A new producer gets from an empty authority to the live "200" by following the console, using only labels and roles, and two
 * commands pasted into a shell exactly as shown.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chromium, type Page } from 'playwright-core';
import { startAuthority } from '../../../tools/testing/authority.ts';
import { type Program, startProgram } from '../../../tools/testing/program.ts';
import { freePort } from '../../../tools/testing/server.ts';
import { until } from '../../../tools/testing/until.ts';
import { violations } from './support/axe.ts';
import { browser, DEADLINE_MS } from './support/stage.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** The time allowed for the first call to appear, with a gate that reports every 10 seconds. */
const MOST_MS = 180_000;

/** The checkout's own command and Node, resolved as `npx lostwax` would in a shell in the checkout. */
const shellEnv = {
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
};

/** Pastes a command into a shell in the checkout. */
const paste = (command: string): Program =>
  startProgram('sh', ['-c', `cd '${root}'\nexec ${command}`], shellEnv);

describe('A new producer', { skip: browser.skip }, () => {
  const api = createServer((_request, response) => response.end('hello from the API\n'));
  before(async () => {
    api.listen(0, '127.0.0.1');
    await once(api, 'listening');
  });
  after(() => {
    api.close();
  });

  it('gets from an empty authority to the first call and sees it arrive', {
    timeout: MOST_MS,
  }, async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'lostwax-first-'));
    const authority = await startAuthority(folder);
    const chrome = await chromium.launch({ executablePath: browser.program, args: ['--no-sandbox'] });
    const programs: Program[] = [];
    const begun = Date.now();
    try {
      const profile = await chrome.newContext({ locale: 'en', reducedMotion: 'reduce' });
      profile.setDefaultTimeout(DEADLINE_MS);
      const page = await profile.newPage();
      const press = (name: string | RegExp) => page.getByRole('button', { name, exact: true }).click();
      const shown = async (name: string): Promise<string> =>
        (await page.getByRole('region', { name, exact: true }).textContent()) ?? '';

      await page.goto(`http://localhost:${authority.port}/console/`);
      await page.getByLabel(/^Administrator/).fill(authority.adminKey);
      await press('Sign in');
      await page.getByRole('heading', { level: 1, name: 'Create your first workspace' }).waitFor();
      await page.getByLabel('Name', { exact: true }).fill('Acme Orders');
      await page.getByText('Slug “acme_orders”').waitFor();
      await press('Create workspace');

      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      assert.equal(await page.title(), 'Overview – Acme Orders');
      await page.getByLabel('Scope', { exact: true }).fill('orders:read');
      await page.getByLabel('Description', { exact: true }).fill('Read orders');
      await press('Save permissions');

      await page.getByRole('radio', { name: 'Lostwax gate' }).check();
      const { port } = api.address() as AddressInfo;
      await page.getByLabel('Address of your API').fill(`127.0.0.1:${port}`);
      await press('Create gateway');
      const gatePort = await freePort();
      const command = await shown('Start command');
      assert.match(command, /^npx lostwax gate/);
      // The only difference from what is shown: a port other than 7421, which may be in use on this machine.
      programs.push(paste(command.replace('--port 7421', `--port ${gatePort}`)));
      await page.getByText('gate is connected').waitFor();
      await press('Continue');

      await press('Create test key');
      await page.getByLabel('API address').fill(`http://127.0.0.1:${gatePort}/`);
      await page.getByText('Waiting for the first call…').waitFor();
      assert.deepEqual(await violations(page), []);
      const request = await shown('Request');
      const wrong = paste(request.replace('Bearer ', 'Bearer x'));
      await until('the wrong call is answered', DEADLINE_MS, () => /401/.test(wrong.output()));
      await page.getByText(/The gateway rejected 1 call/).waitFor();
      const call = paste(request);
      await until('the call is answered', DEADLINE_MS, () => call.output().includes('hello from the API'));
      assert.match(call.output(), /HTTP\/1\.1 200/);
      await page.getByText(/^200: the key was accepted at/).waitFor();
      await page.getByText('4 of 6 steps done').waitFor();
      let reads = 0;
      page.on('request', (request) => {
        if (request.url().endsWith('/v1/session')) reads += 1;
      });
      await page.getByLabel('API address').pressSequentially('orders');
      assert.equal(reads, 0, 'what is typed reads nothing again');
      const seconds = Math.round((Date.now() - begun) / 1_000);
      t.diagnostic(`from the empty authority to the live 200 in ${seconds} s`);
      assert.ok(Date.now() - begun < MOST_MS);

      await press('Continue');
      await page.getByRole('radio', { name: 'Python' }).check();
      assert.match(await shown('Code for your backend: Python'), /acme_orders\/portal-sessions/);
      await openedByBackend(page, authority);
      await press('Hide checklist');
      await page.getByRole('heading', { name: 'Get started' }).waitFor({ state: 'detached' });
      await press('Undo');
      await page.getByRole('heading', { name: 'Get started' }).waitFor();
      assert.deepEqual(await violations(page), []);
    } finally {
      await Promise.all(programs.map((program) => program.stop()));
      await chrome.close();
      await authority.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** The portal link's step is done once a backend has requested one. */
async function openedByBackend(
  page: Page,
  authority: { call<T>(method: string, path: string, body?: unknown): Promise<T> },
): Promise<void> {
  await authority.call('POST', '/v1/workspaces/acme_orders/portal-sessions', { customer: 'cus_1' });
  await page.getByText('5 of 6 steps done').waitFor();
}
