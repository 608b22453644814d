/** A producer's branding as its customers see it: title, logo, icon, and links to documentation and support. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from './support/axe.ts';
import { closeQuietly } from './support/console.ts';
import { browser, type Stage, setStage } from './support/stage.ts';

const png =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('the portal of a workspace', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage({
      settings: {
        logo: png,
        favicon: png,
        docsUrl: 'https://docs.acme.example/keys',
        supportUrl: 'mailto:help@acme.example',
      },
    });
  });
  after(() => stage.stop());

  it('has its name, logo and icon, and links to its documentation and support', async () => {
    const page = await stage.portal({ customer: 'cus_brand' });
    assert.match(await page.title(), /^Keys – Acme Orders$/);
    const image = page.locator('header img');
    assert.equal(
      await image.evaluate((item) => (item as unknown as { naturalWidth: number }).naturalWidth),
      1,
    );
    const icon = await page.locator('link[rel=icon]').getAttribute('href');
    assert.match(String(icon), /^\/portal\/acme_live\/favicon\?v=[0-9a-f]{16}$/);
    await page.getByRole('button', { name: /Account and preferences$/ }).click();
    const link = (name: string) => page.getByRole('menuitem', { name }).getAttribute('href');
    assert.equal(await link('Documentation'), 'https://docs.acme.example/keys');
    assert.equal(await link('Contact support'), 'mailto:help@acme.example');
    assert.deepEqual(await violations(page), []);
    await closeQuietly(page.context());
  });

  it('offers support if only the producer can help', async () => {
    const page = await stage.portal({ customer: 'cus_help' });
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Too many');
    await page.getByLabel('Read orders').check();
    await stage.call('PATCH', '/v1/workspaces/acme_live/customers/cus_help', { maxKeys: 0 });
    await page.getByRole('button', { name: 'Create key' }).click();
    const support = page.getByRole('alert').getByRole('link', { name: 'Contact support' });
    assert.equal(await support.getAttribute('href'), 'mailto:help@acme.example');
    await page.context().close();
  });
});
