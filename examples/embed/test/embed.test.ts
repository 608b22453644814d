/** `<lostwax-keys>` in a page of another origin, with React, against the real authority. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  browser,
  complaintsOf,
  type Stage,
  saveKey,
  setStage,
  shownKey,
  WORKSPACE,
} from '../../../packages/portal/test/support/stage.ts';
import { type Producer, startProducer } from '../producer.ts';

describe('<lostwax-keys>', { skip: browser.skip }, () => {
  let stage: Stage;
  let producer: Producer;
  before(async () => {
    stage = await setStage();
    const { port, adminKey } = stage.authority;
    producer = await startProducer({
      authority: `http://localhost:${port}`,
      adminKey,
      workspace: WORKSPACE,
      port: 0,
    });
    await allow([producer.origin]);
  });
  after(async () => {
    producer.stop();
    await stage.stop();
  });

  const allow = (allowedOrigins: readonly string[]): Promise<unknown> =>
    stage.call('PATCH', `/v1/workspaces/${WORKSPACE}`, { allowedOrigins });

  it('creates a key that the gate accepts, without a cookie, with the page’s own color', async () => {
    const profile = await stage.profile();
    const page = await profile.newPage();
    await page.goto(producer.origin);
    await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('From elsewhere');
    await page.getByLabel('Read orders').check();
    const button = page.getByRole('button', { name: 'Create key' });
    const color = `getComputedStyle(document.querySelector('lostwax-keys').shadowRoot.querySelector('[type=submit]')).backgroundColor`;
    assert.equal(await page.evaluate(color), 'rgb(122, 32, 72)');
    await button.click();
    await stage.answers(await shownKey(page), 200);
    assert.equal(new URL(page.url()).pathname, '/', 'its places stay out of the page’s address');
    assert.deepEqual(await profile.cookies(), []);
    const kept = 'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])';
    assert.equal(await page.evaluate(kept), '[{},{}]');

    await saveKey(page);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await page.getByText(/Rejected by 1 of 1 gateway since/).waitFor();
    assert.deepEqual(complaintsOf(profile), []);
    await profile.close();
  });

  it('lets the page show through, and takes its colors and its level of headings', async () => {
    const profile = await stage.profile();
    const page = await profile.newPage();
    await page.goto(producer.origin);
    const heading = page.locator('lostwax-keys h1');
    await heading.waitFor();
    const background = `getComputedStyle(document.querySelector('lostwax-keys').shadowRoot.querySelector('.lostwax')).backgroundColor`;
    assert.equal(await page.evaluate(background), 'rgba(0, 0, 0, 0)');
    assert.equal(await heading.getAttribute('aria-level'), null);
    await page.evaluate(`{
      const element = document.querySelector('lostwax-keys');
      element.setAttribute('heading-level', '3');
      element.style.setProperty('--lostwax-background', 'rgb(1, 2, 3)');
      element.style.setProperty('--lostwax-border', 'rgb(4, 5, 6)');
    }`);
    await page.locator('lostwax-keys h1[aria-level="3"]').waitFor();
    assert.equal(await page.evaluate(background), 'rgb(1, 2, 3)');
    const line = `getComputedStyle(document.querySelector('lostwax-keys').shadowRoot.querySelector('.top')).borderBottomColor`;
    assert.equal(await page.evaluate(line), 'rgb(4, 5, 6)');
    await profile.close();
  });

  it('a session that ends is renewed by the page’s backend; where it cannot, nothing typed is lost', async () => {
    const page = await (await stage.profile()).newPage();
    await page.goto(producer.origin);
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Typed before the end');
    await page.getByLabel('Read orders').check();
    await page.route('**/lostwax-session', (route) => route.fulfill({ status: 503 }));
    await stage.call('DELETE', `/v1/workspaces/${WORKSPACE}/portal-sessions?customer=cus_4711`);
    await page.getByRole('button', { name: 'Create key' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await page.unroute('**/lostwax-session');
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel('Name').inputValue(), 'Typed before the end');
    await page.getByRole('button', { name: 'Create key' }).click();
    await stage.answers(await shownKey(page), 200);
    await page.context().close();
  });

  it('says so where its origin is not among those allowed, and of a lost connection that it is lost', async () => {
    await allow([]);
    const page = await (await stage.profile()).newPage();
    await page.goto(producer.origin);
    await page.getByRole('heading', { name: 'The portal can’t be shown on this page' }).waitFor();
    await page.getByText(`${producer.origin} isn’t allowed to embed the portal`).waitFor();
    await allow([producer.origin]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();

    await page.route(`http://localhost:${stage.authority.port}/**`, (route) =>
      route.request().resourceType() === 'script' ? route.continue() : route.abort(),
    );
    await page.reload();
    await page.getByRole('heading', { name: 'No connection' }).waitFor();
    await page.context().close();
  });

  it('Back leads through its screens, and only then out of the page; what the page keeps in its history stays', async () => {
    await stage.issue({ customer: 'cus_4711', name: 'Visited' });
    const page = await (await stage.profile()).newPage();
    const at = (name: string): Promise<void> =>
      page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    await page.goto(`${producer.origin}/page.css`);
    await page.goto(producer.origin);
    await at('Keys');
    await page.evaluate(`history.replaceState({ own: 'kept' }, '')`);
    await page.getByRole('link', { name: 'History' }).click();
    await at('History');
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    await page.getByRole('link', { name: 'Visited' }).click();
    await at('Visited');
    assert.equal(page.url(), `${producer.origin}/`);
    assert.equal(await page.evaluate('history.state.own'), 'kept');
    await page.reload();
    await at('Visited');
    for (const name of ['Keys', 'History', 'Keys']) {
      await page.goBack();
      await at(name);
    }
    await page.goForward();
    await at('History');
    await page.goBack();
    await at('Keys');
    assert.equal(await page.evaluate('history.state.own'), 'kept');
    await page.goBack();
    assert.equal(page.url(), `${producer.origin}/page.css`);
    await page.context().close();
  });

  it('with history="none" it leaves the page’s history alone', async () => {
    const page = await (await stage.profile()).newPage();
    await page.addInitScript(`addEventListener('DOMContentLoaded', () => {
      new MutationObserver((_, observer) => {
        const element = document.querySelector('lostwax-keys');
        if (element === null) return;
        observer.disconnect();
        element.setAttribute('history', 'none');
      }).observe(document, { childList: true, subtree: true });
    });`);
    await page.goto(producer.origin);
    await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    const before = await page.evaluate('history.length');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('heading', { level: 1, name: 'History' }).waitFor();
    assert.deepEqual(await page.evaluate('[history.length, history.state]'), [before, null]);
    await page.context().close();
  });
});
