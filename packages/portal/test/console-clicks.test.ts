/** Double-clicking a button sends one request: in the console, at its sign-in, and when revoking a leaked key. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Locator, Page, Route } from 'playwright-core';
import { until } from '../../../tools/testing/until.ts';
import { openConsole } from './support/console.ts';
import { browser, DEADLINE_MS, type Stage, setStage, shownKey } from './support/stage.ts';

describe('Double clicks send one request', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  /** Clicks twice in one task and once more while the response is pending; `path` is the end of the URL posted to. */
  const once = async (page: Page, button: Locator, path: RegExp): Promise<void> => {
    const held: Route[] = [];
    let sent = 0;
    const hold = (route: Route): Promise<void> | undefined => {
      if (route.request().method() === 'GET') return route.continue();
      sent += 1;
      held.push(route);
      return undefined;
    };
    await page.route(path, hold);
    await button.evaluate((element) => {
      const { click } = element as unknown as { click(): void };
      click.call(element);
      click.call(element);
    });
    await until('it is sent', DEADLINE_MS, () => held.length > 0);
    await button.click({ force: true });
    const done = page.waitForResponse((response) => path.test(response.url()));
    for (const route of held) await route.continue();
    const status = (await done).status();
    assert.ok(status < 300, `${path}: ${status}`);
    await page.unroute(path, hold);
    assert.equal(sent, 1, String(path));
  };

  it('the buttons of the console', async () => {
    const { token } = await stage.issue({ customer: 'cus_clicks', name: 'Clicked' });
    const { page, profile, go, inWorkspace, fill } = await openConsole(stage);
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    await inWorkspace('/customers');
    await page.getByRole('link', { name: 'cus_clicks' }).click();
    await once(page, button('End portal sessions'), /portal-sessions\?/);
    await once(page, button('Open portal as this customer'), /portal-sessions$/);
    await button('Suspend').click();
    await once(page, page.getByRole('alertdialog').getByRole('button', { name: 'Suspend' }), /customers\//);
    await once(page, button('Resume'), /customers\//);
    await stage.answers(token, 200);
    await inWorkspace('/keys/new');
    await fill('Customer', 'cus_clicks');
    await fill('Name', 'Once');
    await page.getByLabel('Read orders').check();
    await once(page, button('Create key'), /\/keys$/);
    await stage.answers(await shownKey(page), 200);
    await inWorkspace('/gateways');
    await button('Add gateway').click();
    await page.getByRole('dialog').getByLabel('Name').fill('second gate');
    await once(page, page.getByRole('dialog').getByRole('button', { name: 'Add gateway' }), /readers$/);
    await go('/workspaces');
    await profile.close();
  });

  it('the sign-in', async () => {
    const profile = await stage.profile({ locale: 'en' });
    const page = await profile.newPage();
    await page.goto(`http://localhost:${stage.authority.port}/console/`);
    await page.locator('input[type=password]').fill(stage.authority.adminKey);
    await once(page, page.locator('button[type=submit]'), /console\/.*$|sign-in/);
    await page.getByRole('heading', { level: 1, name: 'Workspaces' }).waitFor();
    await profile.close();
  });

  it('revoking a leaked key of another customer', async () => {
    const { token } = await stage.issue({ customer: 'cus_other', name: 'Found' });
    const page = await stage.portal({ customer: 'cus_finder' });
    await page.getByRole('link', { name: 'Report a leaked key' }).click();
    await page.getByLabel('Key, or text that contains it').fill(token);
    await page.getByRole('button', { name: 'Revoke key' }).click();
    const confirm = page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' });
    await once(page, confirm, /self\/revoke$/);
    await page.getByRole('heading', { name: 'Key revoked' }).waitFor();
    await page.context().close();
  });
});
