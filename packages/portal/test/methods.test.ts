/** Keys of the other methods in the browser: created, used at the gate, rotated and revoked. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isOpaqueKey } from '@lostwax/core';
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

  it('finds a short key that was pasted, by its ending, and revokes it by its text', async () => {
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

  it('offers no choice where there is none', async () => {
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
