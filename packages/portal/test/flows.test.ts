/** Each flow end to end in the browser, the key then used at the gate. */
import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { browser, complaintsOf, DEADLINE_MS, type Stage, setStage, shownKey } from './support/stage.ts';

suite('The portal', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  test('creates a key that the gate accepts, and says since when', async () => {
    const page = await stage.portal();
    await page.getByText('No keys yet').waitFor();
    await page.getByRole('link', { name: 'Create a key' }).click();
    await page.getByLabel('Name').fill('Nightly export');
    await page.getByLabel('Read orders').check();
    await page.getByRole('button', { name: 'Create the key' }).click();
    const token = await shownKey(page);
    await stage.answers(token, 200);
    await page.getByText(/Accepted at 1 of 1 gate since \d\d:\d\d:\d\d/).waitFor();
    await page.getByText(`=${token.slice(0, 12)}…${token.slice(-6)}`).waitFor();
    await page.getByText(/^curl -H "Authorization: Bearer /).waitFor();

    await page.getByRole('link', { name: 'I have saved it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nightly export' }).waitFor();
    const [, keyId = ''] = /\/keys\/([^/]+)$/.exec(page.url()) ?? [];
    const key = await stage.key(keyId);
    assert.deepEqual(
      [key.name, key.scopes, key.ending],
      ['Nightly export', ['orders:read'], token.slice(-6)],
    );
    assert.ok(key.expiresAt !== null, 'a key ends in 90 days unless told otherwise');
    await page.getByText('Ada Lovelace').waitFor();
    assert.deepEqual(complaintsOf(page.context()), []);
    await page.context().close();
  });

  test('rotates: both keys are accepted until the old one is ended', async () => {
    const old = await stage.issue({ name: 'Rotated' });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Rotated' }).click();
    await page.getByRole('link', { name: 'Rotate' }).click();
    assert.ok(await page.getByLabel('In 24 hours').isChecked(), 'a day at first');
    await page.getByRole('button', { name: 'Rotate' }).click();
    const token = await shownKey(page);
    await stage.answers(token, 200);
    await stage.answers(old.token, 200);

    await page.getByText('Two keys until the change is made').waitFor();
    await page.getByText('Old key', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'End the old key now' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'End the old key now' }).click();
    await stage.answers(old.token, 401);
    await stage.answers(token, 200);
    await page.getByText('Two keys until the change is made').waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('lengthens an overlap, and undoes a rotation: the old key stays as it was', async () => {
    const old = await stage.issue({ name: 'Undone' });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Undone' }).click();
    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByLabel('In 1 hour').check();
    await page.getByRole('button', { name: 'Rotate' }).click();
    const token = await shownKey(page);
    await stage.answers(token, 200);

    await page.getByRole('button', { name: 'Change when it ends' }).click();
    await page.getByRole('alertdialog').getByLabel('In 7 days').check();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Save' }).click();
    await until('the overlap lasts a week', DEADLINE_MS, async () => {
      const { expiresAt } = await stage.key(old.key.id);
      return expiresAt !== null && Date.parse(expiresAt) - Date.now() > 6 * 86_400_000;
    });

    await page.getByRole('button', { name: 'Undo the rotation' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo the rotation' }).click();
    await stage.answers(token, 401);
    await stage.answers(old.token, 200);
    assert.equal((await stage.key(old.key.id)).expiresAt, null);
    await page.context().close();
  });

  test('revokes with a question that says what stops, and says since when the key is refused', async () => {
    const { key, token } = await stage.issue({ name: 'Revoked' });
    await stage.answers(token, 200);
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Revoked', exact: true }).click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Revoke this key?' });
    await dialog.getByText('is refused, for ever').waitFor();
    await dialog.getByText(key.id).waitFor();
    await dialog.getByLabel('Why (optional)').fill('stood in a log');
    await dialog.getByRole('button', { name: 'Revoke for ever' }).click();
    await stage.answers(token, 401);
    await page.getByText(/Refused at 1 of 1 gate since/).waitFor();
    await page.getByText('Reason: stood in a log').first().waitFor();
    await page.context().close();
  });

  test('disables and enables', async () => {
    const { token } = await stage.issue({ name: 'Resting' });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Resting' }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await stage.answers(token, 401);
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Enable' }).click();
    await stage.answers(token, 200);
    await page.context().close();
  });

  test('tells which key was found, and kills it, whoever it belongs to', async () => {
    const own = await stage.issue({ name: 'Lost' });
    const foreign = await stage.issue({ name: 'Of another', customer: 'cus_other' });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Found a key?' }).click();
    const paste = page.getByLabel('The key, or text that holds it');
    await paste.fill(`GET / HTTP/1.1\nauthorization: Bearer ${own.token}\n`);
    await page.getByText('This is one of your keys').waitFor();
    await page.getByRole('button', { name: 'Revoke this key' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke for ever' }).click();
    await page.getByText('The key is revoked').waitFor();
    await stage.answers(own.token, 401);

    await page.getByRole('button', { name: 'Look at another one' }).click();
    await paste.fill(foreign.token);
    await page.getByText('This is not one of your keys').waitFor();
    await page.getByRole('button', { name: 'Revoke this key' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke for ever' }).click();
    await page.getByText('The key is revoked').waitFor();
    await stage.answers(foreign.token, 401);
    await page.context().close();
  });

  test('offers only what the session may do', async () => {
    await stage.issue({ name: 'Looked at', customer: 'cus_view' });
    const page = await stage.portal({ customer: 'cus_view', can: ['view'] });
    await page.getByRole('link', { name: 'Looked at' }).click();
    await page.getByText('Uses').first().waitFor();
    assert.equal(await page.getByRole('button', { name: /Revoke|Disable|Rename/ }).count(), 0);
    assert.equal(await page.getByRole('link', { name: 'Rotate' }).count(), 0);
    await page.context().close();
  });
});
