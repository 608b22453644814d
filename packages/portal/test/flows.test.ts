/** Each flow end to end in the browser, with the key then used at the gate. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { chooseInMenu } from './support/menu.ts';
import {
  browser,
  complaintsOf,
  DEADLINE_MS,
  type Stage,
  saveKey,
  setStage,
  shownKey,
  WORKSPACE,
} from './support/stage.ts';

describe('The portal', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  it('creates a key that the gate accepts, and shows since when', async () => {
    const page = await stage.portal();
    await page.getByText('No keys yet').waitFor();
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Nightly export');
    await page.getByLabel('Read orders').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const token = await shownKey(page);
    await stage.answers(token, 200);
    await page.getByRole('button', { name: 'Copy Key' }).click();
    await page.getByRole('button', { name: 'Copied Key' }).waitFor();
    await page.getByText(/Accepted by 1 of 1 gateway since \d/).waitFor();
    await page.getByText(`=${token.slice(0, 8)}…${token.slice(-6)}`).waitFor();
    await page.getByText(/^curl -H "Authorization: Bearer .*' *$/).waitFor();

    await saveKey(page);
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

  it('rotates a key: both keys are accepted until the old one is revoked', async () => {
    const old = await stage.issue({ name: 'Rotated' });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Rotated' }).click();
    await page.getByRole('link', { name: 'Rotate' }).click();
    assert.ok(await page.getByLabel('In 24 hours').isChecked(), 'a day at first');
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const token = await shownKey(page);
    await stage.answers(token, 200);
    await stage.answers(old.token, 200);

    await page.getByText('Rotation in progress').waitFor();
    await page.getByText('Old key', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Expire old key now' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Expire old key now' }).click();
    await stage.answers(old.token, 401);
    await stage.answers(token, 200);
    await page.getByText('Rotation in progress').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('works with a clock that is an hour fast: creates a key with the maximum lifetime, and ends the old one at once', async () => {
    const longest = (seconds: number | null) =>
      stage.call('PATCH', `/v1/workspaces/${WORKSPACE}`, { longestLifeSeconds: seconds });
    await longest(90 * 86_400);
    const profile = await stage.profile();
    await profile.addInitScript(`{
      const Real = Date;
      const ahead = () => Real.now() + 3_600_000;
      Date = class extends Real {
        constructor(...given) { super(...(given.length === 0 ? [ahead()] : given)); }
        static now() { return ahead(); }
      };
    }`);
    const page = await stage.portal({ customer: 'cus_ahead' }, profile);
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Ahead');
    await page.getByLabel('Read orders').check();
    assert.ok(await page.getByLabel('In 90 days').isChecked());
    await page.getByRole('button', { name: 'Create key' }).click();
    const old = await shownKey(page);
    await saveKey(page);
    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const token = await shownKey(page);
    await page.getByRole('button', { name: 'Expire old key now' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Expire old key now' }).click();
    await stage.answers(old, 401);
    await stage.answers(token, 200);
    await longest(null);
    await profile.close();
  });

  it('does not call a used key safe to end unless all usage is known to be reported', async () => {
    const { key } = await stage.issue({ name: 'Nightly', customer: 'cus_nightly' });
    const items = [{ kid: key.id, at: new Date().toISOString(), count: 1 }];
    await stage.call('POST', `/v1/workspaces/${WORKSPACE}/usage`, { items });
    await stage.call('POST', `/v1/workspaces/${WORKSPACE}/keys/${key.id}/rotate`, {});
    const page = await stage.portal({ customer: 'cus_nightly' });
    await page.getByRole('link', { name: 'Nightly' }).last().click();
    await page.getByText('Not all usage is reported here').waitFor();
    assert.equal(await page.getByText('safe to expire').count(), 0);
    await page.context().close();
  });

  it('extends an overlap, and undoes a rotation, which leaves the old key unchanged', async () => {
    const old = await stage.issue({ name: 'Undone' });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Undone' }).click();
    await page.getByRole('link', { name: 'Rotate' }).click();
    await page.getByLabel('In 1 hour').check();
    await page.getByRole('button', { name: 'Rotate key' }).click();
    const token = await shownKey(page);
    await stage.answers(token, 200);

    await page.getByRole('button', { name: 'Change expiration' }).click();
    await page.getByRole('dialog').getByLabel('In 7 days').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await until('the overlap lasts a week', DEADLINE_MS, async () => {
      const { expiresAt } = await stage.key(old.key.id);
      return expiresAt !== null && Date.parse(expiresAt) - Date.now() > 6 * 86_400_000;
    });

    await page.getByRole('button', { name: 'Undo rotation' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo rotation' }).click();
    await stage.answers(token, 401);
    await stage.answers(old.token, 200);
    assert.equal((await stage.key(old.key.id)).expiresAt, null);
    await page.context().close();
  });

  it('revokes after a confirmation that names the consequences, and shows since when the key is refused', async () => {
    const { key, token } = await stage.issue({ name: 'Revoked' });
    await stage.answers(token, 200);
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Revoked', exact: true }).click();
    await page.getByRole('button', { name: 'Revoke' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Revoke this key?' });
    await dialog.getByText('will lose access to the API').waitFor();
    await dialog.getByText(key.id).waitFor();
    await dialog.getByLabel('Reason (optional)').fill('stood in a log');
    await dialog.getByRole('button', { name: 'Revoke permanently' }).click();
    await stage.answers(token, 401);
    await page.getByText(/Rejected by 1 of 1 gateway since/).waitFor();
    await page.getByText('Reason: stood in a log').first().waitFor();
    await page.context().close();
  });

  it('disables and enables', async () => {
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

  it('identifies a leaked key and revokes it, whoever it belongs to', async () => {
    const own = await stage.issue({ name: 'Lost' });
    const foreign = await stage.issue({ name: 'Of another', customer: 'cus_other' });
    const page = await stage.portal();
    await page.getByRole('link', { name: 'Report a leaked key' }).click();
    const paste = page.getByLabel('Key, or text that contains it');
    await paste.fill(`GET / HTTP/1.1\nauthorization: Bearer ${own.token}\n`);
    await page.getByText('This is one of your keys').waitFor();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await page.getByRole('heading', { name: 'Key revoked' }).waitFor();
    await stage.answers(own.token, 401);

    await page.getByRole('button', { name: 'Check another key' }).click();
    await paste.fill(foreign.token);
    await page.getByText('This isn’t one of your keys').waitFor();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await page.getByRole('heading', { name: 'Key revoked' }).waitFor();
    await stage.answers(foreign.token, 401);
    await page.context().close();
  });

  it("uses the session's language, including German", async () => {
    await stage.issue({ name: 'Sprachprobe', customer: 'cus_de' });
    const page = await stage.portal({ customer: 'cus_de', locale: 'de' });
    await page.getByRole('link', { name: 'Schlüssel erstellen' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await chooseInMenu(page, 'English');
    await page.getByRole('link', { name: 'Create key' }).waitFor();
    await page.context().close();
  });

  it('says that the account is suspended', async () => {
    await stage.issue({ customer: 'cus_suspended' });
    await stage.call('PATCH', `/v1/workspaces/${WORKSPACE}/customers/cus_suspended`, { state: 'suspended' });
    const page = await stage.portal({ customer: 'cus_suspended' });
    await page.getByText('Your account is suspended').first().waitFor();
    await page.context().close();
  });

  it('shows no usage reported if not all gateways report, and calls nothing unused or safe to end', async () => {
    const reader = { name: 'edge', kind: 'gateway', refreshSeconds: 15 };
    const { id } = await stage.call<{ id: string }>('POST', `/v1/workspaces/${WORKSPACE}/readers`, reader);
    const { key } = await stage.issue({ name: 'Untracked', customer: 'cus_untracked' });
    await stage.call('POST', `/v1/workspaces/${WORKSPACE}/keys/${key.id}/rotate`, {});
    const page = await stage.portal({ customer: 'cus_untracked' });
    await page.getByText('No usage reported').first().waitFor();
    await page.getByRole('link', { name: 'Untracked' }).last().click();
    await page.getByText('Not all usage is reported here').waitFor();
    // No gateway has fetched anything yet, so the time shown is an estimate from its refresh interval.
    await page
      .getByText(/Reached \d of 2 gateways, accepted by|Taking effect/)
      .first()
      .waitFor();
    for (const words of ['safe to expire', 'Unused', 'Never used', 'gateway reports'])
      assert.equal(await page.getByText(words).count(), 0, String(words));
    await page.context().close();
    await stage.call('DELETE', `/v1/workspaces/${WORKSPACE}/readers/${id}`);
  });

  it('offers only what the session may do', async () => {
    await stage.issue({ name: 'Looked at', customer: 'cus_view' });
    const page = await stage.portal({ customer: 'cus_view', can: ['view'] });
    await page.getByRole('link', { name: 'Looked at' }).click();
    await page.getByRole('heading', { name: 'Usage' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /Revoke|Disable|Rename/ }).count(), 0);
    assert.equal(await page.getByRole('link', { name: 'Rotate' }).count(), 0);
    await page.context().close();
  });
});
