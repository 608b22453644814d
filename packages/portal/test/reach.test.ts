/** Accessibility and robustness of the portal: keyboard only, no axe violations, reduced motion, unusual names. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { violations } from './support/axe.ts';
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

describe('Accessibility of the portal', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`axe finds nothing on any screen (${colorScheme})`, async () => {
      const customer = `cus_axe_${colorScheme}`;
      const { key } = await stage.issue({ customer, name: 'Looked at' });
      const { key: ended } = await stage.issue({ customer, name: 'Ended' });
      await stage.call('POST', `/v1/workspaces/${WORKSPACE}/keys/${ended.id}/revoke`, { reason: 'old' });
      const { key: disabled } = await stage.issue({ customer, name: 'Resting' });
      await stage.call('POST', `/v1/workspaces/${WORKSPACE}/keys/${disabled.id}/disable`);
      const at = new Date().toISOString();
      await stage.call('POST', `/v1/workspaces/${WORKSPACE}/usage`, {
        items: [{ kid: key.id, at, count: 12 }],
      });
      const profile = await stage.profile({ colorScheme });
      const page = await stage.portal({ customer }, profile);
      const check = async (where: string): Promise<void> => {
        assert.deepEqual(await violations(page), [], where);
      };
      await page.getByRole('link', { name: 'Looked at' }).waitFor();
      await check('list');
      await page.getByRole('link', { name: 'Create key' }).click();
      await page.getByRole('button', { name: 'Create key' }).click();
      await page.getByText('Enter a name so').waitFor();
      await check('form with mistakes');
      await page.getByLabel('Name').fill('Made');
      await page.getByLabel('Read orders').check();
      await page.getByRole('button', { name: 'Create key' }).click();
      await shownKey(page);
      await check('new key');
      await saveKey(page);
      await page.getByRole('link', { name: 'Keys', exact: true }).click();
      await page.getByRole('link', { name: 'Looked at' }).click();
      await page.getByText('12 calls in the last 30 days').waitFor();
      await check('key');
      await page.getByRole('link', { name: 'Rotate' }).click();
      await page.getByRole('button', { name: 'Rotate key' }).click();
      await page.getByText('Rotation in progress').waitFor();
      await check('rotation');
      await page.getByRole('button', { name: 'Expire old key now' }).click();
      await page.getByRole('alertdialog').waitFor();
      await check('dialog');
      await page.keyboard.press('Escape');
      // Copied, so that the page can be left without a confirmation.
      await page.locator('.secret-line button').last().click();
      await page.getByRole('link', { name: 'History' }).click();
      await page.getByText('Opened the portal').waitFor();
      await check('history');
      await page.getByRole('link', { name: 'Report a leaked key' }).click();
      await page.getByLabel('Key, or text that contains it').fill(key.id);
      await page.getByText('This is one of your keys').waitFor();
      await check('found');
      assert.deepEqual(
        complaintsOf(profile).filter((text) => !text.includes('axe')),
        [],
      );
      await profile.close();
    });
  }

  it('a key can be created, viewed and revoked with only the keyboard', async () => {
    const page = await stage.portal({ customer: 'cus_keyboard' });
    const focus = (): Promise<string> =>
      page.evaluate<string>(
        '(document.activeElement?.textContent || document.activeElement?.value || "").trim()',
      );
    /** Presses Tab until the element with this text has the focus. */
    const tabTo = async (words: string | RegExp): Promise<void> => {
      for (let steps = 0; steps < 40; steps++) {
        const now = await focus();
        if (typeof words === 'string' ? now === words : words.test(now)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`no way to ${String(words)} by Tab`);
    };
    const heading = (name: string): Promise<true> =>
      until(`the focus is on the heading ${name}`, DEADLINE_MS, async () => (await focus()) === name);
    await tabTo('Create key');
    await page.keyboard.press('Enter');
    await page.getByLabel('Name', { exact: true }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await heading('Your new key');
    const token = await shownKey(page);
    await stage.answers(token, 200);
    await page.locator('.secret-line button').last().press('Enter');
    // Leaving before the browser has copied the key asks for confirmation.
    await page.getByRole('button', { name: 'Copied Key' }).waitFor();
    await tabTo('Done');
    await page.keyboard.press('Enter');
    await heading('By keyboard');
    await tabTo('Revoke');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await tabTo('Cancel');
    await page.keyboard.press('Enter');
    await until('the focus is back', DEADLINE_MS, async () => (await focus()) === 'Revoke');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await tabTo('Revoke permanently');
    await page.keyboard.press('Enter');
    await stage.answers(token, 401);
    await page.context().close();
  });

  it('nothing moves if the user prefers reduced motion', async () => {
    await stage.issue({ name: 'Still', customer: 'cus_still' });
    const moving = 'document.getAnimations().length';
    const page = await stage.portal({ customer: 'cus_still' });
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Still too');
    await page.getByLabel('Read orders').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    await shownKey(page);
    assert.equal(await page.evaluate(moving), 0);
    await page.context().close();
  });

  it('names with markup or unusual characters are shown as text and break nothing', async () => {
    const names = [
      '<img src=x onerror=alert(1)><b>bold</b>',
      '\u202Egnirts desrever',
      'مفتاح الإنتاج (1)',
      '🔑'.repeat(120),
      'W'.repeat(255),
      '</script><script>window.owned = true</script>',
    ];
    for (const name of names) await stage.issue({ name, customer: 'cus_names' });
    const profile = await stage.profile({ viewport: { width: 375, height: 700 } });
    const page = await stage.portal({ customer: 'cus_names', customerName: '<i>Initech</i>' }, profile);
    for (const name of names) await page.getByRole('link', { name, exact: true }).waitFor();
    const wide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
    assert.equal(await page.evaluate(wide), false, 'the list is no wider than the screen');
    for (const name of names) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      assert.equal(await page.evaluate(wide), false, `the screen of ${name} is no wider than the page`);
      await page.goBack();
    }
    assert.equal(await page.evaluate('window.owned'), undefined);
    assert.equal(await page.locator('main img, main b, main i').count(), 0);
    assert.deepEqual(complaintsOf(profile), []);
    await profile.close();
  });

  it('a name with a control character is refused with a message, and input is kept', async () => {
    const page = await stage.portal({ customer: 'cus_control' });
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Bell\u0007');
    await page.getByLabel('Read orders').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('The name contains characters that can’t be displayed.').waitFor();
    assert.equal(await page.getByLabel('Name').inputValue(), 'Bell\u0007');
    await page.context().close();
  });
});
