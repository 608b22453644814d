/** Keys whose private half the page makes: certificates, and OAuth clients with a public key. */
import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { makeTestAuthority } from '../../../tools/testing/certificate.ts';
import { tokenByAssertion } from '../../../tools/testing/client-assertion.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { askTls } from '../../../tools/testing/tls-request.ts';
import { until } from '../../../tools/testing/until.ts';
import { violations } from './support/axe.ts';
import { browser, complaintsOf, DEADLINE_MS, type Stage, setStage, WORKSPACE } from './support/stage.ts';

describe('The portal, with keys whose pair the page makes', { skip: browser.skip }, () => {
  let stage: Stage;
  let door: RunningGate;
  let ca: string;
  let folder: string;
  const issuer = (): string => `http://localhost:${stage.authority.port}/${WORKSPACE}`;
  before(async () => {
    stage = await setStage({ fullFeed: true, settings: { methods: ['certificate', 'oauth-client'] } });
    folder = await mkdtemp(join(tmpdir(), 'lostwax-pairs-'));
    const authority = await makeTestAuthority();
    ca = authority.certificate;
    const server = await authority.issue('localhost');
    const file = async (name: string, content: string): Promise<string> => {
      await writeFile(join(folder, name), content, { mode: 0o600 });
      return join(folder, name);
    };
    door = await startGate([
      ...['--issuer', issuer(), '--status-port', '0'],
      ...['--feed-key-file', await file('feed.key', stage.authority.adminKey)],
      ...['--tls-cert', await file('tls.pem', server.certificate)],
      ...['--tls-key', await file('tls.key', server.key)],
    ]);
    await gateReady(door);
  });
  after(async () => {
    await door?.stop();
    await stage?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const saved = async (page: Page, name: string): Promise<string> => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `Download ${name}`, exact: true }).click(),
    ]);
    return readFile(await file.path(), 'utf8');
  };
  const done = (page: Page) => page.locator('.shown ~ .buttons > a').first().click();
  const begin = async (page: Page, name: string, type: string): Promise<void> => {
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Read orders').check();
    await page.getByLabel(type).check();
  };
  const revoke = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
  };

  it('creates a certificate, which a gate accepts, renews and revokes it', async () => {
    const page = await stage.portal();
    const answers = (client: { certificate: string; key: string }, wanted: number) =>
      until(`the gate answers ${wanted}`, DEADLINE_MS, async () => {
        const url = `${door.url.replace('127.0.0.1', 'localhost')}/verify`;
        return (await askTls(url, { ca, client })).status === wanted;
      });
    const files = async () => ({
      key: await saved(page, 'Private key'),
      certificate: await saved(page, 'Certificate'),
    });
    await begin(page, 'Bank link', 'Certificate');
    assert.equal(await page.getByLabel('Never').count(), 0);
    await page.getByRole('button', { name: 'Create key' }).click();
    const keyFile = await saved(page, 'Private key');
    // Half of it isn't saved yet.
    await done(page);
    await page.getByRole('button', { name: 'Stay on this page' }).click();
    assert.deepEqual(await violations(page), []);
    const first = { key: keyFile, certificate: await saved(page, 'Certificate') };
    assert.ok(new X509Certificate(first.certificate).checkPrivateKey(createPrivateKey(first.key)));
    await answers(first, 200);
    await done(page);
    await page.getByRole('heading', { level: 1, name: 'Bank link' }).waitFor();
    await page.getByText('Fingerprint ends in').waitFor();

    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const second = await files();
    await answers(second, 200);
    await answers(first, 200);
    await page.reload();
    await page.getByRole('heading', { name: 'This key can’t be shown again' }).waitFor();
    await page.getByRole('link', { name: 'View key' }).click();
    await revoke(page);
    await answers(second, 401);
    assert.deepEqual(complaintsOf(page.context()), []);
    await page.context().close();
  });

  it('creates an OAuth client with a key pair, which gets access tokens, rotates and revokes it', async () => {
    const page = await stage.portal();
    const request = (id: string, key: string) => tokenByAssertion(issuer(), id, key);
    const tokenFor = async (id: string, key: string): Promise<string> => {
      const { status, json } = await request(id, key);
      assert.equal(status, 200, JSON.stringify(json));
      return `${json['access_token']}`;
    };
    const idShown = async (): Promise<string> =>
      `${await page
        .locator('.given', { has: page.getByRole('button', { name: /Client ID/ }) })
        .locator('code')
        .textContent()}`;
    await begin(page, 'Ledger', 'OAuth client');
    await page.getByLabel('Public key (private_key_jwt)').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = await saved(page, 'Private key');
    const id = await idShown();
    assert.deepEqual(await violations(page), []);
    await stage.answers(await tokenFor(id, key), 200);
    await done(page);
    await page.getByText('Public key (private_key_jwt)').waitFor();
    // The successor authenticates in the same way, so nothing is asked.
    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const next = { key: await saved(page, 'Private key'), id: await idShown() };
    const access = await tokenFor(next.id, next.key);
    await stage.answers(access, 200);
    await stage.answers(await tokenFor(id, key), 200);
    await done(page);
    await revoke(page);
    await stage.answers(access, 401);
    assert.equal((await request(next.id, next.key)).status, 401);
    assert.deepEqual(complaintsOf(page.context()), []);
    await page.context().close();
  });
});
