/** Links pasted into an open page, searches that are cleared, and messages that match what happened. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../../../tools/testing/until.ts';
import { openConsole } from './support/console.ts';
import { chooseInMenu } from './support/menu.ts';
import { browser, DEADLINE_MS, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;

describe('Links and navigation', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  /** Pastes a URL into the address bar as a person does: if only the fragment changes, the page doesn't reload. */
  const paste = (page: Page, url: string): Promise<void> =>
    page.evaluate((to) => {
      (globalThis as unknown as { location: { href: string } }).location.href = to;
    }, url);
  const keys = (page: Page): Promise<void> =>
    page.getByRole('heading', { level: 1, name: 'Keys', exact: true }).waitFor();
  const hash = (page: Page): string => new URL(page.url()).hash;

  it('opens a new link over an expired one or after signing out, and removes its code from the URL', async () => {
    const profile = await stage.profile();
    const dead = await stage.link();
    const page = await stage.portal({}, profile);
    await page.goto('about:blank');
    await page.goto(dead.replace(/#.*/, '#not-a-code'));
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
    assert.equal(hash(page), '');
    await paste(page, await stage.link());
    await keys(page);
    assert.equal(hash(page), '');
    assert.match(page.url(), /\/ses_[^/]+\/keys$/);

    await chooseInMenu(page, 'Sign out');
    await page.getByText('You’re signed out').waitFor();
    await paste(page, await stage.link());
    await keys(page);
    assert.equal(hash(page), '');
    // An expired one again: the page reports it and removes its code from the URL.
    await page.goto(dead);
    await keys(page);
    await page.goto('about:blank');
    await page.goto(dead);
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
    await paste(page, `${dead.replace(/#.*/, '')}#not-a-code-either`);
    await until('it has left the address', DEADLINE_MS, () => hash(page) === '');
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
    await profile.close();
  });

  it('opens a new link that is pasted while an expired one is being tried', async () => {
    const profile = await stage.profile();
    const page = await profile.newPage();
    const held: (() => Promise<void>)[] = [];
    await page.route('**/v1/session/exchange', (route) => {
      if (held.length > 0) return route.continue();
      held.push(() => route.continue());
      return undefined;
    });
    const fresh = await stage.link();
    await page.goto(fresh.replace(/#.*/, '#not-a-code'));
    await until('the dead one is sent', DEADLINE_MS, () => held.length === 1);
    await paste(page, fresh);
    await held[0]?.();
    await keys(page);
    assert.equal(hash(page), '');
    await profile.close();
  });

  it("opens a new link at the console's sign-in", async () => {
    const profile = await stage.profile({ locale: 'en' });
    const page = await profile.newPage();
    await page.goto(`http://localhost:${stage.authority.port}/console/`);
    await page.getByRole('heading', { level: 1, name: 'Sign in to the console' }).waitFor();
    await paste(page, `${page.url()}#not-a-code`);
    await page.getByText('This link was already used').waitFor();
    assert.equal(hash(page), '');
    const { url } = await stage.call<{ url: string }>('POST', '/v1/console/codes', {});
    await paste(page, url);
    await page.getByRole('heading', { level: 1, name: 'Workspaces' }).waitFor();
    assert.equal(hash(page), '');
    await profile.close();
  });

  it('"Try again" sends one request, and opens the portal once the server responds', async () => {
    const profile = await stage.profile();
    const page = await profile.newPage();
    let sent = 0;
    await page.route('**/v1/session/exchange', (route) => {
      sent += 1;
      return sent === 1
        ? route.fulfill({
            status: 503,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              code: 'shutting_down',
              status: 503,
              title: 'x',
              type: 'x',
              requestId: 'x',
            }),
          })
        : route.continue();
    });
    await page.goto(await stage.link());
    await page.getByText('The server is restarting.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).dblclick();
    await keys(page);
    assert.equal(sent, 2);
    await profile.close();
  });

  it('"Clear filters" ends a search, and typing starts a new one', async () => {
    await stage.issue({ customer: 'cus_search', name: 'Needle' });
    const page = await stage.portal({ customer: 'cus_search' });
    const field = page.getByRole('searchbox');
    const link = page.getByRole('link', { name: 'Needle' });
    await field.pressSequentially('nothing like it', { delay: 20 });
    await page.getByRole('heading', { name: 'No matches' }).waitFor();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await link.waitFor();
    assert.equal(await field.inputValue(), '');
    await field.pressSequentially('need', { delay: 120 });
    await until('it is asked for', DEADLINE_MS, () => page.url().endsWith('?q=need'));
    assert.equal(await field.inputValue(), 'need');
    await link.waitFor();
    await field.fill('');
    await until('nothing is asked for', DEADLINE_MS, () => page.url().endsWith('/keys'));
    await page.getByLabel('Status').selectOption('revoked');
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await link.waitFor();
    await page.context().close();

    const open = await openConsole(stage);
    await open.inWorkspace('/keys?customer=cus_search');
    await open.page.getByRole('searchbox').fill('nothing like it');
    await open.press('Clear filters');
    await open.page.getByRole('link', { name: 'Needle' }).waitFor();
    assert.equal(await open.page.getByRole('searchbox').inputValue(), '');
    await open.profile.close();
  });

  it('reports a missing key without "Try again", and with a way back', async () => {
    const page = await stage.portal({ customer: 'cus_nothing' });
    const missing = page.url().replace(/keys$/, 'keys/acme_live_00_nothing');
    for (const address of [missing, `${missing}/rotate`]) {
      await page.goto(address);
      await page.getByRole('heading', { level: 1, name: 'Key not found' }).waitFor();
      await page.getByText('Key not found.').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0);
    }
    await page.getByRole('link', { name: 'All keys' }).click();
    await keys(page);
    await page.context().close();
  });

  it('reports in the history that there is no connection, instead of loading forever', async () => {
    const page = await stage.portal({ customer: 'cus_history' });
    await page.getByText('No keys yet').waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('No connection. Retrying…').waitFor();
    assert.equal(await page.getByText('Loading…').count(), 0);
    await page.context().setOffline(false);
    await page.getByText('Opened the portal').waitFor();
    await page.context().close();
  });

  it('shows an actor without a name as the account or the provider, never as "someone"', async () => {
    const customer = 'cus_nameless';
    const { key } = await stage.issue({ customer, name: 'Nameless' });
    const page = await stage.portal({ customer, actor: undefined });
    await page.getByRole('link', { name: 'Nameless' }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    const row = (words: string) => page.getByRole('listitem').filter({ hasText: words });
    await row('Disabled key').getByText('Your account').waitFor();
    await row('Created key').getByText('Your provider').waitFor();
    const open = await openConsole(stage);
    await open.inWorkspace(`/keys/${key.id}`);
    await open.press('Enable');
    await open.page.getByRole('alertdialog').getByRole('button', { name: 'Enable' }).click();
    await open.page.getByRole('button', { name: 'Disable' }).waitFor();
    await page.reload();
    await row('Enabled key').getByText('Your provider').waitFor();
    await page.context().close();
    await open.profile.close();
  });

  it('does not say that a revoked key will expire', async () => {
    const { key } = await stage.issue({
      ...{ customer: 'cus_ended', name: 'Ended' },
      expiresAt: new Date(Date.now() + 90 * 86_400_000).toISOString(),
    });
    await stage.call('POST', `${base}/keys/${key.id}/revoke`, {});
    const page = await stage.portal({ customer: 'cus_ended' });
    await page.locator('a[href*="state=all"]').click();
    await page.getByRole('link', { name: 'Ended' }).waitFor();
    assert.equal(await page.getByText(/in (2|3) months/).count(), 0);
    await page.getByRole('link', { name: 'Ended' }).click();
    await page.getByText('This key was revoked').waitFor();
    assert.equal(await page.getByRole('term').filter({ hasText: 'Expires' }).count(), 0);
    await page.context().close();
  });

  it('explains what only the producer can set up in the console, not in the portal', async () => {
    await stage.call('DELETE', `${base}/readers/${stage.reader}`);
    const { key } = await stage.issue({ customer: 'cus_plain', name: 'Plain' });
    const page = await stage.portal({ customer: 'cus_plain' });
    await page.getByRole('link', { name: 'Plain' }).click();
    await page.getByText(/^Estimate: accepted from about/).waitFor();
    await page.getByText('No usage reported in the last 30 days.').waitFor();
    assert.equal(await page.getByText(/gate|verifier|register/i).count(), 0);
    await page.context().close();
    const open = await openConsole(stage);
    await open.inWorkspace(`/keys/${key.id}`);
    await open.page.getByText(/Add your gateways under Gateways/).waitFor();
    await open.page.getByText(/is listed under Gateways/).waitFor();
    await open.profile.close();
  });
});
