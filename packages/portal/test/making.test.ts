/** A key's token is in a single response: whatever a person, the network or another tab does, the page shows it. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page, Route } from 'playwright-core';
import { until } from '../../../tools/testing/until.ts';
import { violations } from './support/axe.ts';
import { browser, DEADLINE_MS, type Stage, setStage, shownKey, WORKSPACE } from './support/stage.ts';

const LOST = 'but we couldn’t show it';

describe('Creating a key in the portal', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  const filledIn = async (customer: string, name: string): Promise<Page> => {
    const page = await stage.portal({ customer });
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Read orders').check();
    return page;
  };
  const create = (page: Page) => page.getByRole('button', { name: 'Create key' });
  const keysOf = async (customer: string): Promise<readonly { id: string }[]> =>
    (
      await stage.call<{ items: { id: string }[] }>(
        'GET',
        `/v1/workspaces/${WORKSPACE}/keys?customer=${customer}`,
      )
    ).items;
  /** Counts the POST requests to this URL, and holds each until `release` is called. */
  const holdBack = async (page: Page, path: string) => {
    const held: Route[] = [];
    let open = false;
    let posts = 0;
    await page.route(path, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      posts += 1;
      if (open) return route.continue();
      held.push(route);
    });
    return {
      posts: () => posts,
      async release() {
        open = true;
        for (const route of held.splice(0)) await route.continue();
      },
    };
  };

  const clicks: Readonly<Record<string, (page: Page) => Promise<void>>> = {
    'a double click': (page) => create(page).dblclick(),
    'two clicks in one task': (page) =>
      create(page).evaluate((button) => {
        const { click } = button as unknown as { click(): void };
        click.call(button);
        click.call(button);
      }),
    'Enter and a click': async (page) => {
      await page.getByLabel('Name').press('Enter');
      await create(page).click({ force: true });
    },
    'Enter, twice': async (page) => {
      await page.getByLabel('Name').press('Enter');
      await page.getByLabel('Name').press('Enter');
    },
  };
  for (const [how, press] of Object.entries(clicks)) {
    it(`${how}: sends one request, creates one key, and shows it`, async () => {
      const customer = `cus_${how.replaceAll(/\W/g, '_')}`;
      const page = await filledIn(customer, 'Once');
      const network = await holdBack(page, '**/keys');
      await press(page);
      await until('it is sent', DEADLINE_MS, () => network.posts() > 0);
      // More of the same while the network is slow.
      await create(page).click({ force: true });
      await network.release();
      await stage.answers(await shownKey(page), 200);
      assert.equal(await page.getByText(LOST).count(), 0);
      assert.equal(network.posts(), 1);
      assert.equal((await keysOf(customer)).length, 1);
      await page.context().close();
    });
  }

  it('a double click on Rotate creates one successor and shows it', async () => {
    const { key } = await stage.issue({ name: 'Turned', customer: 'cus_turned' });
    const page = await stage.portal({ customer: 'cus_turned' });
    await page.getByRole('link', { name: 'Turned' }).click();
    await page.getByRole('link', { name: 'Rotate' }).click();
    const network = await holdBack(page, '**/rotate');
    await page.getByRole('button', { name: 'Rotate key' }).dblclick();
    await until('it is sent', DEADLINE_MS, () => network.posts() > 0);
    await page.getByRole('button', { name: 'Rotate key' }).click({ force: true });
    await network.release();
    await stage.answers(await shownKey(page), 200);
    assert.equal(network.posts(), 1);
    assert.equal((await keysOf('cus_turned')).length, 2);
    assert.equal(await page.getByText(LOST).count(), 0);
    assert.ok((await stage.key(key.id)).replacedBy !== null);
    await page.context().close();
  });

  it('a response that arrives after its screen was left is shown over the current screen', async () => {
    for (const leave of [
      (page: Page) => page.getByRole('link', { name: 'History' }).click(),
      (page: Page) => page.goBack(),
    ]) {
      const page = await filledIn('cus_left', 'Left behind');
      const network = await holdBack(page, '**/keys');
      await create(page).click();
      await until('it is sent', DEADLINE_MS, () => network.posts() === 1);
      await leave(page);
      await page.getByRole('heading', { level: 1, name: /^(History|Keys)$/ }).waitFor();
      await network.release();
      const dialog = page.getByRole('alertdialog', { name: 'Your new key' });
      await dialog.waitFor();
      await stage.answers(await shownKey(page), 200);
      assert.deepEqual(await violations(page), []);
      await dialog.getByRole('button', { name: 'Done' }).click();
      await dialog.waitFor({ state: 'detached' });
      await page.context().close();
    }
  });

  it('the response is shown even if the connection is lost right after it', async () => {
    const page = await filledIn('cus_cut', 'Just in time');
    await page.route('**/v1/**', async (route) => {
      if (route.request().method() !== 'POST') return route.abort('internetdisconnected');
      return route.fulfill({ response: await route.fetch() });
    });
    await create(page).click();
    await stage.answers(await shownKey(page), 200);
    await page.context().close();
  });

  it('offline, then online: the second attempt is the first to arrive, and its key is shown', async () => {
    const page = await filledIn('cus_on_off', 'Second try');
    await page.context().setOffline(true);
    await create(page).click();
    await page.getByText('We can’t reach the server.').waitFor();
    await page.context().setOffline(false);
    await create(page).click();
    await stage.answers(await shownKey(page), 200);
    assert.equal((await keysOf('cus_on_off')).length, 1);
    await page.context().close();
  });

  it('two tabs each show the key that they created', async () => {
    const one = await filledIn('cus_tabs', 'Of one');
    const two = await stage.portal({ customer: 'cus_tabs' }, one.context());
    await two.getByRole('link', { name: 'Create key' }).click();
    await two.getByLabel('Name').fill('Of one');
    await two.getByLabel('Read orders').check();
    await Promise.all([create(one).click(), create(two).click()]);
    const tokens = [await shownKey(one), await shownKey(two)];
    assert.notEqual(tokens[0], tokens[1]);
    for (const token of tokens) await stage.answers(token, 200);
    await one.context().close();
  });

  it('the browser asks before closing the page until the response has arrived', async () => {
    const page = await filledIn('cus_closing', 'Asked for');
    let asked = 0;
    page.on('dialog', (dialog) => {
      asked += 1;
      void dialog.dismiss();
    });
    const network = await holdBack(page, '**/keys');
    await create(page).click();
    await until('it is sent', DEADLINE_MS, () => network.posts() === 1);
    await page.getByText('Still waiting for the server. Keep this page open').waitFor();
    await page.close({ runBeforeUnload: true });
    await until('it has asked', DEADLINE_MS, () => asked === 1);
    await network.release();
    await stage.answers(await shownKey(page), 200);
    await page.locator('.secret-line button').last().click();
    await page.locator('.shown ~ .buttons > a.main').waitFor();
    await page.reload();
    assert.equal(asked, 1);
    await page.context().close();
  });

  it('other actions on a key are sent once too, and their dialogs wait for the response', async () => {
    const deeds = [
      ['Rename', 'Save', `**/keys/*`, 'dialog'],
      ['Disable', 'Disable', '**/disable', 'alertdialog'],
      ['Enable', 'Enable', '**/enable', 'alertdialog'],
      ['Revoke', 'Revoke permanently', '**/revoke', 'alertdialog'],
    ] as const;
    const { key } = await stage.issue({ name: 'Done with', customer: 'cus_deeds' });
    const page = await stage.portal({ customer: 'cus_deeds' });
    await page.getByRole('link', { name: 'Done with' }).click();
    for (const [ask, confirm, path, role] of deeds) {
      let sent = 0;
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => {
        release = resolve;
      });
      await page.route(path, async (route) => {
        if (route.request().method() === 'GET') return route.continue();
        sent += 1;
        await held;
        return route.continue();
      });
      await page.getByRole('button', { name: ask, exact: true }).click();
      const dialog = page.getByRole(role);
      await dialog.getByRole('button', { name: confirm }).dblclick();
      await until('it is sent', DEADLINE_MS, () => sent > 0);
      await dialog.getByRole('button', { name: confirm }).click({ force: true });
      await page.keyboard.press('Escape');
      assert.ok(await dialog.isVisible(), `${ask}: nobody knows yet whether it was done`);
      release();
      await dialog.waitFor({ state: 'detached' });
      assert.equal(sent, 1, ask);
      await page.unroute(path);
    }
    assert.equal((await stage.key(key.id)).state, 'revoked');
    await page.context().close();
  });
});
