/** Keys whose private half the page makes: certificates, and OAuth clients with a public key. */
import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { tokenByAssertion } from '../../../tools/testing/client-assertion.ts';
import { violations } from './support/axe.ts';
import { beginKey, clientIdShown, leaveNewKey, revokeKey } from './support/key-screens.ts';
import { browser, complaintsOf, type Stage, setStage } from './support/stage.ts';
import { issuerOf, openTlsDoor, type TlsDoor } from './support/tls-door.ts';

describe('The portal, with keys whose pair the page makes', { skip: browser.skip }, () => {
  let stage: Stage;
  let door: TlsDoor;
  before(async () => {
    stage = await setStage({ fullFeed: true, settings: { methods: ['certificate', 'oauth-client'] } });
    door = await openTlsDoor(stage);
  });
  after(async () => {
    await door?.stop();
    await stage?.stop();
  });

  const saved = async (page: Page, name: string): Promise<string> => {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `Download ${name}`, exact: true }).click(),
    ]);
    return readFile(await file.path(), 'utf8');
  };
  it('creates a certificate, which a gate accepts, renews and revokes it', async () => {
    const page = await stage.portal();
    const files = async () => ({
      key: await saved(page, 'Private key'),
      certificate: await saved(page, 'Certificate'),
    });
    await beginKey(page, 'Bank link', 'Certificate');
    assert.equal(await page.getByLabel('Never').count(), 0);
    await page.getByRole('button', { name: 'Create key' }).click();
    const keyFile = await saved(page, 'Private key');
    // Half of it isn't saved yet.
    await leaveNewKey(page);
    await page.getByRole('button', { name: 'Stay on this page' }).click();
    assert.deepEqual(await violations(page), []);
    const first = { key: keyFile, certificate: await saved(page, 'Certificate') };
    assert.ok(new X509Certificate(first.certificate).checkPrivateKey(createPrivateKey(first.key)));
    await door.answers(first, 200);
    await leaveNewKey(page);
    await page.getByRole('heading', { level: 1, name: 'Bank link' }).waitFor();
    await page.getByText('Fingerprint ends in').waitFor();

    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const second = await files();
    await door.answers(second, 200);
    await door.answers(first, 200);
    await page.reload();
    await page.getByRole('heading', { name: 'This key can’t be shown again' }).waitFor();
    await page.getByRole('link', { name: 'View key' }).click();
    await revokeKey(page);
    await door.answers(second, 401);
    assert.deepEqual(complaintsOf(page.context()), []);
    await page.context().close();
  });

  it('creates an OAuth client with a key pair, which gets access tokens, rotates and revokes it', async () => {
    const page = await stage.portal();
    const request = (id: string, key: string) => tokenByAssertion(issuerOf(stage), id, key);
    const tokenFor = async (id: string, key: string): Promise<string> => {
      const { status, json } = await request(id, key);
      assert.equal(status, 200, JSON.stringify(json));
      return `${json['access_token']}`;
    };
    await beginKey(page, 'Ledger', 'OAuth client');
    await page.getByLabel('Public key (private_key_jwt)').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const key = await saved(page, 'Private key');
    const id = await clientIdShown(page);
    assert.deepEqual(await violations(page), []);
    await stage.answers(await tokenFor(id, key), 200);
    await leaveNewKey(page);
    await page.getByText('Public key (private_key_jwt)').waitFor();
    // The successor authenticates in the same way, so nothing is asked.
    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const next = { key: await saved(page, 'Private key'), id: await clientIdShown(page) };
    const access = await tokenFor(next.id, next.key);
    await stage.answers(access, 200);
    await stage.answers(await tokenFor(id, key), 200);
    await leaveNewKey(page);
    await revokeKey(page);
    await stage.answers(access, 401);
    assert.equal((await request(next.id, next.key)).status, 401);
    assert.deepEqual(complaintsOf(page.context()), []);
    await page.context().close();
  });
});
