/** The key list: content, sorting, clicks, bulk actions, and the way to a first key. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../../../tools/testing/until.ts';
import { violations } from './support/axe.ts';
import { openConsole } from './support/console.ts';
import { browser, DEADLINE_MS, type Stage, setStage, shownKey, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;

describe('the list of keys', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  const names = (page: Page): Promise<string[]> => page.locator('tbody a[data-row-link]').allTextContents();
  const shows = (page: Page, expected: readonly string[]): Promise<true> =>
    until(`the list is ${expected.join()}`, DEADLINE_MS, async () => {
      return JSON.stringify(await names(page)) === JSON.stringify(expected);
    });
  const listOf = async (customer: string, ...issued: readonly string[]): Promise<Page> => {
    for (const name of issued) await stage.issue({ customer, name });
    return stage.portal({ customer });
  };

  it('counts the keys against the limit, and the old keys of rotations apart', async () => {
    const customer = 'cus_counted';
    await stage.issue({ customer, name: 'Other' });
    const { key } = await stage.issue({ customer, name: 'Rotated' });
    await stage.call('PATCH', `${base}/customers/${customer}`, { maxKeys: 20 });
    const page = await stage.portal({ customer });
    await page.getByText('2 of 20 keys', { exact: true }).waitFor();
    await stage.call('POST', `${base}/keys/${key.id}/rotate`, {});
    await page.reload();
    await page.getByText('2 of 20 keys, 1 being replaced', { exact: true }).waitFor();
    assert.equal((await names(page)).length, 3);
    await page.context().close();
  });

  it('shows the keys that work; those that have ended are a link away, and the address keeps it', async () => {
    const { key } = await stage.issue({ customer: 'cus_ended', name: 'Ended' });
    await stage.call('POST', `${base}/keys/${key.id}/revoke`, {});
    const page = await listOf('cus_ended', 'Live');
    await shows(page, ['Live']);
    await page.locator('a[href*="state=all"]').click();
    await shows(page, ['Live', 'Ended']);
    await page.reload();
    await shows(page, ['Live', 'Ended']);
    await page.goBack();
    await shows(page, ['Live']);
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });

  it('is sorted with the buttons in its headings, and the URL keeps the order', async () => {
    const page = await listOf('cus_sorted', 'b', 'c', 'a');
    await shows(page, ['a', 'c', 'b']);
    const heading = page.getByRole('columnheader', { name: 'Name' });
    await heading.getByRole('button').click();
    await shows(page, ['a', 'b', 'c']);
    assert.equal(await heading.getAttribute('aria-sort'), 'ascending');
    await heading.getByRole('button').click();
    await shows(page, ['c', 'b', 'a']);
    await page.reload();
    await shows(page, ['c', 'b', 'a']);
    await page.context().close();
  });

  it('opens a key by a click anywhere in its row, and with Ctrl or the middle button in a new tab', async () => {
    const page = await listOf('cus_rows', 'Clicked');
    const cell = page.locator('tbody td.created');
    for (const how of [{ modifiers: ['Control'] }, { button: 'middle' }] as const) {
      const opened = page.context().waitForEvent('page');
      await cell.click(how as object);
      await (await opened).getByRole('heading', { level: 1, name: 'Clicked' }).waitFor();
    }
    await cell.click();
    await page.getByRole('heading', { level: 1, name: 'Clicked' }).waitFor();
    await page.context().close();
  });

  it('disables a key from its menu, and undoes that from the toast', async () => {
    const page = await listOf('cus_menu', 'In a menu');
    await page.getByRole('button', { name: /In a menu$/ }).click();
    await page.getByRole('menuitem').nth(2).click();
    await page.getByRole('alertdialog').locator('button[type=submit]').click();
    await page.locator('tbody').getByText('Disabled').waitFor();
    await page.locator('.toast button').first().click();
    await page.locator('tbody').getByText('Active').waitFor();
    await page.context().close();
  });

  it('revokes several keys after showing which', async () => {
    const page = await listOf('cus_bulk', 'one', 'two', 'three');
    for (const name of ['one', 'three'])
      await page.getByRole('checkbox', { name: new RegExp(`${name}$`) }).check();
    await page.locator('.action-bar .button.danger').click();
    const dialog = page.getByRole('alertdialog');
    assert.equal(await dialog.getByRole('listitem').count(), 2);
    assert.deepEqual(await violations(page), []);
    await dialog.locator('button[type=submit]').click();
    await shows(page, ['two']);
    await dialog.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('does not scroll sideways at 320 px', async () => {
    const profile = await stage.profile({ viewport: { width: 320, height: 700 } });
    await stage.issue({ customer: 'cus_narrow', name: 'A name that is longer than a phone is wide' });
    const page = await stage.portal({ customer: 'cus_narrow' }, profile);
    await page.locator('tbody a').waitFor();
    assert.ok(await page.evaluate<boolean>('document.documentElement.scrollWidth <= 320'));
    await profile.close();
  });

  it('leads to a first key in four clicks or fewer, in the portal and in the console', async () => {
    const portal = await stage.portal({ customer: 'cus_first' });
    const open = await openConsole(stage);
    await open.inWorkspace('/keys');
    for (const [page, fields] of [
      [portal, ['Name']],
      [open.page, ['Customer', 'Name']],
    ] as const) {
      let clicks = 1;
      await page.locator('a[href$="/keys/new"]').first().click();
      for (const label of fields) {
        const field = page.getByLabel(label, { exact: true });
        await field.waitFor();
        if ((await field.and(page.locator(':focus')).count()) === 0) {
          clicks += 1;
          await field.click();
        }
        await page.keyboard.type('first');
      }
      await page.getByRole('checkbox').first().check();
      await page.locator('button[type=submit]').click();
      clicks += 2;
      await stage.answers(await shownKey(page), 200);
      assert.equal(await page.locator('[aria-invalid]').count(), 0);
      assert.ok(clicks <= 4, `${clicks} clicks`);
    }
    await portal.context().close();
    await open.profile.close();
  });

  it('asks before leaving a new key that was not copied; after a reload, it cannot be shown', async () => {
    const page = await stage.portal({ customer: 'cus_left' });
    await page.locator('.head a[href$="/keys/new"]').click();
    await page.keyboard.type('Left');
    await page.getByRole('checkbox').first().check();
    await page.locator('button[type=submit]').click();
    await page.locator('.secret-line').waitFor();
    await page.locator('.shown ~ .buttons > a').click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByRole('button', { name: 'Stay on this page' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.goBack();
    await dialog.locator('.secret-line').waitFor();
    await dialog.locator('.secret-line button').last().click();
    await dialog.locator('.buttons.end button').click();
    await page.goForward();
    await page.locator('a[href$="/rotate"]').waitFor();
    await page.context().close();
  });

  it('disables Create at the key limit and says why', async () => {
    await stage.issue({ customer: 'cus_full', name: 'Only' });
    await stage.call('PATCH', `${base}/customers/cus_full`, { maxKeys: 1 });
    const page = await stage.portal({ customer: 'cus_full' });
    const create = page.locator('.head button[aria-disabled]');
    await create.waitFor();
    const reason = await create.getAttribute('aria-describedby');
    assert.match((await page.locator(`[id="${reason}"]`).textContent()) ?? '', /limit/);
    await page.context().close();
  });
});
