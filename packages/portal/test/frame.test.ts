/** What surrounds every screen: the HTML before the script runs, the menu, theme and language, and touch targets. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../../../tools/testing/until.ts';
import { chooseInMenu } from './support/menu.ts';
import { browser, DEADLINE_MS, type Stage, setStage } from './support/stage.ts';

describe('The frame of the pages', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  const background = (page: Page): Promise<string> =>
    page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
  const focused = (page: Page): Promise<string> =>
    page.evaluate<string>('document.activeElement?.textContent?.trim() ?? ""');
  const dark = 'rgb(18, 20, 23)';

  for (const path of ['/portal/acme_live', '/console/']) {
    it(`is there before the script of ${path}`, async () => {
      const profile = await stage.profile({ colorScheme: 'dark' });
      const page = await profile.newPage();
      await page.route(/\/assets\/(?!theme).*\.js$/, () => {});
      await page.goto(`http://localhost:${stage.authority.port}${path}`, { waitUntil: 'commit' });
      await page.locator('#frame header .brand-mark').waitFor();
      await until('it is painted', DEADLINE_MS, () =>
        page.evaluate<boolean>(`performance.getEntriesByName('first-contentful-paint').length === 1`),
      );
      assert.equal(await background(page), dark);
      await page.unrouteAll();
      await profile.close();
    });
  }

  it('keeps the theme without flashing another one', async () => {
    const profile = await stage.profile({ colorScheme: 'light' });
    const page = await stage.portal({}, profile);
    const light = await background(page);
    assert.notEqual(light, dark);
    await chooseInMenu(page, 'Dark');
    await until('it is dark', DEADLINE_MS, async () => (await background(page)) === dark);
    await page.route(/\/assets\/(?!theme).*\.js$/, () => {});
    await page.reload({ waitUntil: 'commit' });
    await page.locator('#frame header .brand-mark').waitFor();
    assert.equal(await background(page), dark, 'before the script');
    await page.unrouteAll();

    const again = await stage.portal({}, profile);
    await again.locator('header [aria-haspopup=menu]').click();
    await again.getByRole('menuitemradio', { name: 'Dark', checked: true }).waitFor();
    await again.getByRole('menuitemradio', { name: 'System' }).first().click();
    await until('it is light', DEADLINE_MS, async () => (await background(again)) === light);
    assert.deepEqual(await again.evaluate('({ ...localStorage })'), {});
    await profile.close();
  });

  it('keeps the language, even if the next session requests another', async () => {
    const profile = await stage.profile();
    const page = await stage.portal({}, profile);
    await chooseInMenu(page, 'Deutsch');
    await page.getByRole('heading', { level: 1, name: 'Schlüssel' }).waitFor();
    const again = await stage.portal({ locale: 'en' }, profile);
    await again.getByRole('heading', { level: 1, name: 'Schlüssel' }).waitFor();
    assert.equal(await again.locator('html').getAttribute('lang'), 'de');
    await again.locator('header [aria-haspopup=menu]').click();
    await again.getByRole('group', { name: 'Sprache' }).getByRole('menuitemradio').first().click();
    await again.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    await profile.close();
  });

  it('has a menu that works with only the keyboard', async () => {
    const page = await stage.portal({ customer: 'cus_menu', customerName: 'Initech' });
    const button = page.locator('header [aria-haspopup=menu]');
    await button.focus();
    await page.keyboard.press('ArrowDown');
    await until('the first item', DEADLINE_MS, async () => (await focused(page)) === 'System');
    await page.keyboard.press('End');
    assert.equal(await focused(page), 'Sign out');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(page), 'System', 'around the end');
    await page.keyboard.press('d');
    assert.equal(await focused(page), 'Dark');
    await page.keyboard.press('Escape');
    assert.equal(await page.getByRole('menu').count(), 0);
    assert.match(await focused(page), /^Initech/);
    await page.keyboard.press('Enter');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await page.getByRole('menu').count(), 0, 'left by Tab');
    await button.click();
    await page.getByRole('menu').waitFor();
    await button.click();
    assert.equal(await page.getByRole('menu').count(), 0, 'closed by its own button');
    await button.click();
    await page.getByRole('heading', { level: 1 }).click();
    assert.equal(await page.getByRole('menu').count(), 0, 'closed by a click elsewhere');
    await page.context().close();
  });

  it('suits touch screens: large targets, no zooming inputs, nothing wider than the screen', async () => {
    const profile = await stage.profile({
      viewport: { width: 320, height: 640 },
      hasTouch: true,
      isMobile: true,
    });
    await stage.issue({ customer: 'cus_touch' });
    const page = await stage.portal(
      { customer: 'cus_touch', returnUrl: 'https://app.example.com/a' },
      profile,
    );
    await page.getByRole('link', { name: 'Website' }).waitFor();
    assert.deepEqual(
      await page.evaluate(`[...document.querySelectorAll('#app :is(button, .button, input, select)')]
        // A checkbox itself is small: its label is the touch target.
        .filter((it) => it.checkVisibility() && (it.closest('.checkbox') ?? it).getBoundingClientRect().height < 44)
        .map((it) => it.outerHTML)`),
      [],
    );
    assert.deepEqual(
      await page.evaluate(`[...document.querySelectorAll('#app :is(input, select, textarea)')]
        .filter((it) => parseFloat(getComputedStyle(it).fontSize) < 16).map((it) => it.outerHTML)`),
      [],
    );
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    await page.locator('header [aria-haspopup=menu]').tap();
    assert.ok(
      await page.evaluate(`(({ left, right, bottom }) => left >= 0 && right <= innerWidth && bottom <= innerHeight)(
        document.querySelector('[role=menu]').getBoundingClientRect())`),
      'the menu is on the screen',
    );
    await profile.close();
  });
});
