/** Once its screen is left, a shown key is gone from the document, the URL, the storage, and the page that Back restores. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { browser, type Stage, saveKey, setStage, shownKey } from './support/stage.ts';

describe('A key that was shown once', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  async function create(page: Page, name: string): Promise<string> {
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('Read orders').check();
    await page.getByRole('button', { name: 'Create key' }).click();
    return shownKey(page);
  }

  /** Everything that a page holds or stores as one string: markup, field values, storages, URL and history. */
  function everything(page: Page): Promise<string> {
    return page.evaluate(`(async () => {
      const fields = [...document.querySelectorAll('input, textarea')].map((field) => field.value);
      const databases = (await indexedDB.databases()).map(({ name }) => name);
      const caches_ = await caches.keys();
      const entries = performance.getEntries().map(({ name }) => name);
      return JSON.stringify([
        document.documentElement.outerHTML, fields, { ...localStorage }, { ...sessionStorage }, location.href,
        history.state, databases, caches_, entries, document.cookie, document.title,
      ]);
    })()`);
  }

  /** The signature, which can't appear in a page by chance. */
  const signatureOf = (token: string): string => token.split('.')[2] ?? assert.fail('no signature');

  it('is gone after leaving its screen, also after Back and Forward', async () => {
    const page = await stage.portal();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    const signature = signatureOf(await create(page, 'Shown once'));
    assert.ok((await everything(page)).includes(signature), 'this looks where a key would be');

    await saveKey(page);
    await page.getByRole('heading', { name: 'Shown once' }).waitFor();
    assert.ok(!(await everything(page)).includes(signature));
    await page.goBack();
    await page.getByRole('heading', { name: 'can’t be shown again' }).waitFor();
    assert.ok(!(await everything(page)).includes(signature));
    await page.goForward();
    await page.getByRole('heading', { name: 'Shown once' }).waitFor();
    assert.ok(!(await everything(page)).includes(signature));
    assert.ok(![...addresses, ...said].join('\n').includes(signature));
    await page.context().close();
  });

  it('is gone when Back returns from another site', async () => {
    const page = await stage.portal();
    const signature = signatureOf(await create(page, 'Left at once'));
    // A different origin for the browser: the IP address instead of the name.
    await page.goto(`${stage.authority.url}/healthz`);
    await page.goBack();
    await page.getByRole('heading', { name: 'can’t be shown again' }).waitFor();
    assert.ok(!(await everything(page)).includes(signature));
    await page.context().close();
  });

  it('is never in a URL when pasted, and is gone after leaving the screen', async () => {
    const { key, token } = await stage.issue({ name: 'Pasted' });
    const page = await stage.portal();
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await page.getByRole('searchbox').fill(`Bearer ${token}`);
    await page.waitForURL(/[?&]q=/);
    assert.equal(new URL(page.url()).searchParams.get('q'), key.id);
    await page.getByRole('link', { name: 'Pasted' }).waitFor();

    await page.getByRole('link', { name: 'Report a leaked key' }).click();
    await page.getByLabel('Key, or text that contains it').fill(token);
    await page.getByText('This is one of your keys').waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('Opened the portal').first().waitFor();
    assert.ok(!(await everything(page)).includes(signatureOf(token)));
    assert.ok(!addresses.join('\n').includes(token.slice(20, 60)));
    await page.context().close();
  });
});
