/** A customer with ten thousand keys: a batch that went wrong, or a fleet of machines. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browser, type Stage, setStage, WORKSPACE } from './support/stage.ts';

describe('The portal with many keys', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  it('lists all of ten thousand keys, and finds any by search', async () => {
    const customer = 'cus_many';
    const kids: string[] = [];
    for (let batch = 0; batch < 10; batch++) {
      const items = Array.from({ length: 1_000 }, (_, n) => ({ customer, name: `Key ${batch * 1_000 + n}` }));
      const made = await stage.call<{ items: { key: { id: string; ending: string } }[] }>(
        'POST',
        `/v1/workspaces/${WORKSPACE}/keys:batch`,
        { items },
      );
      kids.push(...made.items.map(({ key }) => key.id));
    }
    const page = await stage.portal({ customer });
    await page.getByText('10,000 keys', { exact: true }).waitFor();
    const seen = new Set<string>();
    for (let pages = 1; pages <= 100; pages++) {
      const last = kids[kids.length - pages * 100] ?? assert.fail('fewer keys than pages');
      // Once the last row of a page is there, all of it is.
      await page.locator(`tbody a[href$="${last}"]`).waitFor();
      const shown = await page.locator('tbody a[data-row-link]').evaluateAll((links) => links.map(String));
      for (const link of shown) seen.add(link);
      if (pages < 100) await page.getByRole('link', { name: 'Older keys' }).click();
    }
    assert.equal(seen.size, 10_000);
    await page.getByRole('link', { name: 'Newest keys' }).click();
    await page.getByRole('searchbox').fill('Key 4711');
    await page.getByRole('link', { name: 'Key 4711', exact: true }).waitFor();
    await page.getByRole('searchbox').fill(kids[42] ?? '');
    await page.getByRole('link', { name: 'Key 42', exact: true }).waitFor();
    await page.context().close();
  });
});
