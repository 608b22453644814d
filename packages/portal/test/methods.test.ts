/** Keys of the other methods in the browser: created, used at the gate, rotated and revoked. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isOpaqueKey, parseAnyToken, readOpaqueKey } from '@lostwax/core';
import { accessToken, basic, postForm } from '../../../tools/testing/access-token.ts';
import { closeQuietly, openConsole } from './support/console.ts';
import {
  browser,
  complaintsOf,
  type Stage,
  saveKey,
  setStage,
  shownKey,
  WORKSPACE,
} from './support/stage.ts';

describe('The portal, with several key types', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage({ fullFeed: true, settings: { methods: ['signed', 'opaque'] } });
  });
  after(() => stage.stop());

  it('creates a short key, which the gate accepts, rotates and revokes it', async () => {
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Legacy system');
    await page.getByLabel('Read orders').check();
    assert.ok(await page.getByLabel('Signed key').isChecked());
    await page.getByLabel('Short key').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const token = await shownKey(page);
    assert.ok(isOpaqueKey(token));
    await stage.answers(token, 200);
    await page.getByText(`=${WORKSPACE}_…${token.slice(-6)}`).waitFor();
    await saveKey(page);
    await page.getByRole('heading', { level: 1, name: 'Legacy system' }).waitFor();
    await page.getByText('Short key').waitFor();

    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const successor = await shownKey(page);
    assert.ok(isOpaqueKey(successor));
    await stage.answers(successor, 200);
    await stage.answers(token, 200);
    await saveKey(page);

    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await stage.answers(successor, 401);
    assert.deepEqual(complaintsOf(page.context()), []);
    await page.context().close();
  });

  it('finds a pasted short key by its ending, and revokes it with the key itself', async () => {
    const { token } = await stage.issue({ name: 'Found in a log', method: 'opaque' });
    const page = await stage.portal({ can: ['view'] });
    await page.getByRole('link', { name: 'Report a leaked key' }).click();
    await page.getByRole('textbox').fill(`API_KEY="${token}"`);
    await page.getByText('Found in a log').waitFor();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await stage.answers(token, 401);
    await page.context().close();
  });

  it('creates a shared-key token, which the gate accepts, rotates, finds and revokes it', async () => {
    await stage.call('PATCH', `/v1/workspaces/${WORKSPACE}`, {
      methods: ['signed', 'opaque', 'shared-signed'],
    });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Expects a JWT');
    await page.getByLabel('Read orders').check();
    await page.getByLabel('Shared-key token').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const token = await shownKey(page);
    const { keyId, signingKeyId } = parseAnyToken(token);
    assert.notEqual(keyId, signingKeyId);
    await stage.answers(token, 200);
    await saveKey(page);
    await page.getByRole('heading', { level: 1, name: 'Expects a JWT' }).waitFor();
    await page.getByText('Shared-key token').waitFor();

    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const successor = await shownKey(page);
    assert.equal(parseAnyToken(successor).signingKeyId, signingKeyId);
    await stage.answers(successor, 200);
    await saveKey(page);

    // Its header names the signing key, so the page must read further.
    await page.getByRole('link', { name: 'Report a leaked key' }).click();
    await page.getByRole('textbox').fill(`Authorization: Bearer ${successor}`);
    await page.getByText('Expects a JWT').waitFor();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await stage.answers(successor, 401);
    await stage.answers(token, 200);
    assert.deepEqual(complaintsOf(page.context()), []);
    await page.context().close();
  });

  it('shows producers the signing key, which they rotate and revoke with all its keys', async () => {
    const { page, profile, inWorkspace } = await openConsole(stage);
    const issued = await stage.issue({ method: 'shared-signed' });
    await stage.answers(issued.token, 200);
    await inWorkspace('/settings');
    const card = page.getByRole('region', { name: 'Signing key' });
    const { signingKeyId } = parseAnyToken(issued.token);
    await card.getByRole('row', { name: signingKeyId }).getByText('Current').waitFor();
    await card.getByRole('button', { name: 'Rotate' }).click();
    const asked = page.getByRole('dialog');
    await asked.getByLabel('Remove the old key after (days)').fill('soon');
    await asked.getByRole('button', { name: 'Rotate' }).click();
    await asked.getByText('Enter a whole number').waitFor();
    await asked.getByLabel('Remove the old key after (days)').fill('30');
    await asked.getByRole('button', { name: 'Rotate' }).click();
    const old = card.getByRole('row', { name: signingKeyId });
    await old.getByText('Retiring').waitFor();
    await card.getByText('Current').waitFor();
    await old.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await old.waitFor({ state: 'detached' });
    await stage.answers(issued.token, 401);
    assert.equal((await stage.key(issued.key.id)).state, 'revoked');
    await closeQuietly(profile);
  });

  it('offers no choice if there is only one method', async () => {
    await stage.call('PATCH', `/v1/workspaces/${WORKSPACE}`, { methods: ['opaque'] });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Only short');
    await page.getByLabel('Read orders').check();
    assert.equal(await page.getByText('Signed key').count(), 0);
    await page.getByRole('button', { name: 'Create key' }).click();
    assert.ok(isOpaqueKey(await shownKey(page)));
    await page.context().close();
  });
});

describe('The portal, with OAuth clients', { skip: browser.skip }, () => {
  let stage: Stage;
  let issuer: string;
  before(async () => {
    stage = await setStage({ fullFeed: true, settings: { methods: ['signed', 'oauth-client'] } });
    issuer = `http://localhost:${stage.authority.port}/${WORKSPACE}`;
  });
  after(() => stage.stop());

  it('creates a client, whose access token the gate accepts, rotates and revokes it', async () => {
    const page = await stage.portal();
    const idShown = async (): Promise<string> =>
      `${await page
        .locator('.given, dd', { has: page.getByRole('button', { name: /Client ID/ }) })
        .locator('code')
        .textContent()}`;
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Billing service');
    await page.getByLabel('Read orders').check();
    await page.getByLabel('OAuth client').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const secret = await shownKey(page);
    assert.equal(readOpaqueKey(secret), 'client_secret');
    const client = { id: await idShown(), token: secret };
    const tokenUrl = `${issuer}/oauth/token`;
    await page.getByText(tokenUrl, { exact: true }).waitFor();
    const masked = `${WORKSPACE}_…${secret.slice(-6)}`;
    await page
      .getByText(`curl -u "${client.id}:${masked}" -d grant_type=client_credentials '${tokenUrl}'`)
      .waitFor();
    await page.getByText(`ACME_LIVE_CLIENT_ID=${client.id}`).waitFor();
    const access = await accessToken(issuer, client);
    await stage.answers(access, 200);
    await saveKey(page);
    await page.getByRole('heading', { level: 1, name: 'Billing service' }).waitFor();
    assert.equal(await idShown(), client.id);

    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const next = { token: await shownKey(page), id: await idShown() };
    assert.notEqual(next.id, client.id);
    const second = await accessToken(issuer, next);
    await stage.answers(second, 200);
    await stage.answers(await accessToken(issuer, client), 200);
    await saveKey(page);

    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await stage.answers(second, 401);
    const { status } = await postForm(tokenUrl, { grant_type: 'client_credentials' }, basic(next));
    assert.equal(status, 401);
    assert.deepEqual(complaintsOf(page.context()), []);
    await page.context().close();
  });

  it('finds a client by its leaked secret, and revokes it by that', async () => {
    const { token, key } = await stage.issue({ name: 'In a repository', method: 'oauth-client' });
    const access = await accessToken(issuer, { id: key.id, token });
    await stage.answers(access, 200);
    const page = await stage.portal({ can: ['view'] });
    await page.getByRole('link', { name: 'Report a leaked key' }).click();
    await page.getByRole('textbox').fill(`CLIENT_SECRET=${token}`);
    await page.getByText('In a repository').waitFor();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await stage.answers(access, 401);
    await page.context().close();
  });
});
