/** What sessions guarantee: links work once, tabs work side by side, and input isn't lost. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { chooseInMenu } from './support/menu.ts';
import { browser, type Stage, setStage, shownKey, WORKSPACE } from './support/stage.ts';

describe('Sessions of the portal', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  it('a link works once, and its code leaves the address', async () => {
    const profile = await stage.profile();
    const link = await stage.link();
    const page = await profile.newPage();
    await page.goto(link);
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    assert.match(new URL(page.url()).pathname, /^\/portal\/acme_live\/ses_[^/]+\/keys$/);
    assert.equal(new URL(page.url()).hash, '');
    await page.reload();
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();

    const second = await profile.newPage();
    await second.goto(link);
    await second.getByText('This link was already used').waitFor();
    assert.equal(new URL(second.url()).hash, '');
    await profile.close();
  });

  it('fetching a link without opening it does not use it up', async () => {
    const link = await stage.link();
    for (const method of ['GET', 'HEAD']) assert.equal((await fetch(link, { method })).status, 200);
    const profile = await stage.profile();
    const page = await profile.newPage();
    await page.goto(link);
    await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    await profile.close();
  });

  it('two tabs of one browser keep the sessions of two customers apart', async () => {
    await stage.issue({ name: 'Of the first', customer: 'cus_first' });
    await stage.issue({ name: 'Of the second', customer: 'cus_second' });
    const profile = await stage.profile();
    const first = await stage.portal({ customer: 'cus_first' }, profile);
    const second = await stage.portal({ customer: 'cus_second' }, profile);
    await first.reload();
    await first.getByRole('link', { name: 'Of the first' }).waitFor();
    await second.getByRole('link', { name: 'Of the second' }).waitFor();
    assert.equal(await first.getByText('Of the second').count(), 0);
    assert.equal(await second.getByText('Of the first').count(), 0);
    await profile.close();
  });

  it("a session opens only on its own page: on another's, the browser is redirected", async () => {
    await stage.call('POST', '/v1/workspaces', { slug: 'framed' });
    const profile = await stage.profile();
    const page = await stage.portal({ customer: 'cus_home' }, profile);
    const [, session = ''] = /(ses_[^/]+)/.exec(page.url()) ?? [];
    const { origin } = new URL(page.url());
    for (const elsewhere of [`/portal/framed/${session}/keys`, `/console/${session}/workspaces`]) {
      await page.goto(origin + elsewhere);
      await page.waitForURL(`${origin}/portal/${WORKSPACE}/${session}/keys`);
      await page.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    }
    await profile.close();
  });

  it('input is kept when a session ends in the middle of a form, and continues in a new one', async () => {
    const profile = await stage.profile();
    const page = await stage.portal(
      { customer: 'cus_typing', returnUrl: 'https://app.example.com/account' },
      profile,
    );
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Typed before the end');
    await page.getByLabel('Create and change orders').check();
    await stage.call('DELETE', `/v1/workspaces/${WORKSPACE}/portal-sessions?customer=cus_typing`);
    await page.getByRole('button', { name: 'Create key' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    const again = dialog.getByRole('link', { name: 'Open app.example.com in a new tab' });
    assert.equal(await again.getAttribute('href'), 'https://app.example.com/account');

    // Another customer's: no use to this page.
    const stranger = await stage.portal({ customer: 'cus_stranger' }, profile);
    await stranger.getByRole('heading', { name: 'Keys', exact: true }).waitFor();
    assert.ok(await dialog.isVisible());
    await stage.portal({ customer: 'cus_typing' }, profile);
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel('Name').inputValue(), 'Typed before the end');
    assert.ok(await page.getByLabel('Create and change orders').isChecked());
    await page.getByRole('button', { name: 'Create key' }).click();
    await stage.answers(await shownKey(page), 200);
    await profile.close();
  });

  it('signing out ends the session permanently', async () => {
    const page = await stage.portal({ customer: 'cus_leaving' });
    const address = page.url();
    await chooseInMenu(page, 'Sign out');
    await page.getByText('You’re signed out').waitFor();
    await page.goto(address);
    await page.getByText('This link is no longer valid').waitFor();
    assert.deepEqual(await page.context().cookies(), []);
    await page.context().close();
  });

  it('reports a lost connection, and loads the page once it is back', async () => {
    await stage.issue({ name: 'Seen later', customer: 'cus_offline' });
    const page = await stage.portal({ customer: 'cus_offline' });
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('No connection to the server.').waitFor();
    await page.context().setOffline(false);
    await page.getByText('Opened the portal').waitFor();
    await page.getByText('No connection to the server.').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('a response that the page does not understand shows a message instead of a blank page', async () => {
    const profile = await stage.profile();
    await profile.route('**/keys?*', (route) => route.fulfill({ json: { nothing: 'known' } }));
    const page = await profile.newPage();
    await page.goto(await stage.link());
    await page.getByRole('heading', { name: 'Something went wrong' }).waitFor();
    await page.getByText('Something went wrong on this page.').waitFor();
    await profile.close();
  });

  it('a lost response creates no second key, and the page names the first', async () => {
    const page = await stage.portal({ customer: 'cus_lost' });
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Lost on the way');
    await page.getByLabel('Read orders').check();
    // The authority executes the request, but its response is lost.
    await page.route('**/keys', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('We can’t reach the server.').waitFor();
    await page.unroute('**/keys');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('Key created, but we couldn’t show it').waitFor();
    const { items } = await stage.call<{ items: { id: string }[] }>(
      'GET',
      `/v1/workspaces/${WORKSPACE}/keys?customer=cus_lost`,
    );
    assert.equal(items.length, 1);
    await page.getByRole('link', { name: 'View key' }).click();
    await page.getByRole('heading', { name: 'Lost on the way' }).waitFor();
    assert.ok(page.url().endsWith(items[0]?.id ?? 'none'));
    await page.context().close();
  });
});
