/** What a screen reader announces, where the focus moves, and how times are formatted. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../../../tools/testing/until.ts';
import { violations } from './support/axe.ts';
import { openConsole } from './support/console.ts';
import { chooseInMenu } from './support/menu.ts';
import { browser, DEADLINE_MS, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;

interface Node {
  readonly role: string;
  readonly name: string;
  readonly description: string;
}

/** The accessibility tree as the browser exposes it to a screen reader. */
async function tree(page: Page): Promise<readonly Node[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const text = (item: { value?: unknown } | undefined): string => String(item?.value ?? '');
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name, description }) => ({
      role: text(role),
      name: text(name),
      description: text(description),
    }));
}

const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(
    `(({ tagName, textContent, labels }) => tagName + ' ' + (labels?.[0]?.textContent ?? textContent))(document.activeElement)`,
  );
const waitForFocus = (page: Page, on: string): Promise<true> =>
  until(`the focus is on ${on}`, DEADLINE_MS, async () => (await focused(page)) === on);

describe('Screen readers, focus and time zones', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  const keyOf = async (customer: string, name = 'Heard'): Promise<Page> => {
    await stage.issue({ customer, name });
    const page = await stage.portal({ customer });
    await page.getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    return page;
  };

  it('a confirmation is read out in full, with the focus on the harmless button', async () => {
    const page = await keyOf('cus_question');
    for (const [ask, title, words] of [
      ['Revoke', 'Revoke this key?', 'lose access to the API'],
      ['Disable', 'Disable this key?', 'until the key is enabled again'],
    ] as const) {
      await page.getByRole('button', { name: ask, exact: true }).click();
      await waitForFocus(page, 'BUTTON Cancel');
      const dialog = (await tree(page)).find(({ role }) => role === 'alertdialog');
      assert.equal(dialog?.name, title);
      assert.match(dialog?.description ?? '', new RegExp(words));
      assert.match(dialog?.description ?? '', /Heard/, 'and which key');
      assert.deepEqual(await violations(page), [], title);
      await page.keyboard.press('Escape');
      await waitForFocus(page, `BUTTON ${ask}`);
    }
    await page.getByRole('button', { name: 'Rename' }).click();
    await waitForFocus(page, 'INPUT Name');
    await page.getByLabel('Name', { exact: true }).fill(' ');
    await page.keyboard.press('Enter');
    await page.getByText('Enter a name so').waitFor();
    await waitForFocus(page, 'INPUT Name');
    assert.deepEqual(await violations(page), [], 'a form with a mistake');
    await page.context().close();
  });

  it('after an action that removes its button, the focus is on the heading', async () => {
    const page = await keyOf('cus_focus', 'Kept');
    for (const [ask, confirm, then] of [
      ['Disable', 'Disable', 'Enable'],
      ['Enable', 'Enable', 'Disable'],
    ] as const) {
      await page.getByRole('button', { name: ask, exact: true }).click();
      await page.getByRole('alertdialog').getByRole('button', { name: confirm }).click();
      await page.getByRole('button', { name: then, exact: true }).waitFor();
      await waitForFocus(page, 'H1 Kept');
    }
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
    await page.getByText('This key was revoked').waitFor();
    await waitForFocus(page, 'H1 Kept');
    await page.context().close();

    const open = await openConsole(stage);
    await stage.call('POST', `${base}/readers`, { name: 'gone', kind: 'gateway', refreshSeconds: 5 });
    await open.inWorkspace('/gateways');
    const row = open.page.getByRole('row').filter({ hasText: 'gone' });
    await row.getByRole('button', { name: 'More actions' }).click();
    await open.page.getByRole('menuitem', { name: 'Remove' }).click();
    await open.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await row.waitFor({ state: 'detached' });
    await waitForFocus(open.page, 'H1 Gateways');
    await open.profile.close();
  });

  it('a hint is the description of a choice, not part of its name', async () => {
    const page = await stage.portal({ customer: 'cus_hint' });
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByRole('heading', { level: 1, name: 'Create API key' }).waitFor();
    const nodes = await tree(page);
    const scope = nodes.find(({ role }) => role === 'checkbox');
    assert.deepEqual([scope?.name, scope?.description], ['Read orders', 'orders:read']);
    for (const { role, name, description } of nodes.filter((item) =>
      /checkbox|radio|textbox/.test(item.role),
    ))
      assert.ok(description === '' || !name.includes(description), `${role}: ${name} (${description})`);
    await page.getByText('orders:read').click();
    assert.ok(await page.getByLabel('Read orders').isChecked(), 'the hint can be clicked too');
    await page.context().close();
  });

  it('an invalid field has a red border and the focus, in every form', async () => {
    const border = (page: Page): Promise<string> =>
      page.evaluate(`getComputedStyle(document.activeElement).borderTopColor`);
    const page = await stage.portal({ customer: 'cus_red' });
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').focus();
    const plain = await border(page);
    await page.getByRole('button', { name: 'Create key' }).click();
    await waitForFocus(page, 'INPUT Name');
    const wrong = await border(page);
    assert.notEqual(wrong, plain);
    await page.context().close();

    const open = await openConsole(stage);
    for (const [place, press, field] of [
      ['/w/acme_live/keys/new', 'Create key', 'INPUT Customer'],
      ['/w/acme_live/keys/revoke', 'Preview keys', 'INPUT Customer ID'],
      ['/workspaces/new', 'Create workspace', 'INPUT Name'],
      ['/people/new', 'Add person', 'INPUT Email address or provider subject'],
    ] as const) {
      await open.go(place);
      await open.press(press);
      await waitForFocus(open.page, field);
      assert.equal(await border(open.page), wrong, place);
    }
    await open.inWorkspace('/settings');
    await open.fill('Key limit per customer', 'many');
    await open.press('Save');
    await waitForFocus(open.page, 'INPUT Key limit per customer');
    await open.profile.close();
  });

  it('an error far from its button gets the focus and scrolls into view, also when it repeats', async () => {
    const profile = await stage.profile({ viewport: { width: 375, height: 320 } });
    const page = await stage.portal({ customer: 'cus_far' }, profile);
    await page.getByRole('link', { name: 'Create key' }).click();
    await page.getByLabel('Name').fill('Too many');
    await page.getByLabel('Read orders').check();
    await stage.call('PATCH', `${base}/customers/cus_far`, { maxKeys: 1 });
    await stage.issue({ customer: 'cus_far' });
    for (let time = 0; time < 2; time += 1) {
      await page.getByRole('button', { name: 'Create key' }).click();
      const alert = page.getByRole('alert');
      await alert.getByText('reached your key limit').waitFor();
      await until('it has the focus', DEADLINE_MS, async () =>
        (await focused(page)).startsWith('DIV You’ve reached'),
      );
      await until('it is on the screen', DEADLINE_MS, () =>
        alert.evaluate((item) => {
          const { top, bottom } = (
            item as unknown as { getBoundingClientRect(): { top: number; bottom: number } }
          ).getBoundingClientRect();
          return top >= 0 && bottom <= 321;
        }),
      );
    }
    await profile.close();
  });

  it("times follow the conventions of the user's language", async () => {
    for (const [locale, timezoneId, written] of [
      ['en-GB', 'Europe/London', /^\d{1,2} \w{3,4} \d{4}$/],
      ['de-DE', 'Europe/Berlin', /^\d{1,2} \w{3,4} \d{4}$/],
      ['de', 'Europe/Berlin', /^\d{1,2} \w{3,4} \d{4}$/],
      ['en-US', 'America/New_York', /^\w{3} \d{1,2}, \d{4}$/],
    ] as const) {
      const profile = await stage.profile({ locale, timezoneId });
      await stage.issue({ customer: `cus_${locale}`, name: 'Dated' });
      const page = await stage.portal({ customer: `cus_${locale}`, locale: undefined }, profile);
      await page.getByRole('link', { name: 'Dated' }).waitFor();
      await chooseInMenu(page, 'Deutsch');
      await chooseInMenu(page, 'English');
      const created = page.locator('tbody time').first();
      assert.match((await created.textContent()) ?? '', written, locale);
      await page.getByRole('link', { name: 'Dated' }).click();
      const twelve = /[AP]M/i.test((await page.locator('dd time').first().textContent()) ?? '');
      const sign = page.getByText(/Accepted by 1 of 1 gateway since/).first();
      assert.equal(/[AP]M/i.test((await sign.textContent()) ?? ''), twelve, `${locale}: one clock`);
      await profile.close();
    }
  });

  it('after a minute without news, the portal shows only the status, and the console the gateway that has not reported', async () => {
    const { id } = await stage.call<{ id: string }>('POST', `${base}/readers`, {
      ...{ name: 'Silent edge', kind: 'gateway', refreshSeconds: 5 },
    });
    const { key } = await stage.issue({ customer: 'cus_silent', name: 'Unheard' });
    // The page's clock is ten minutes ahead, so the change looks old.
    const later = `{ const now = Date.now; Date.now = () => now() + 600_000; }`;
    const profile = await stage.profile();
    await profile.addInitScript(later);
    const page = await stage.portal({ customer: 'cus_silent' }, profile);
    await page.getByRole('link', { name: 'Unheard' }).click();
    await page.getByRole('heading', { level: 1, name: 'Unheard' }).waitFor();
    await page.getByText('Active', { exact: true }).first().waitFor();
    await until(
      'nothing is waited for',
      DEADLINE_MS,
      async () => (await page.locator('.live').count()) === 0,
    );
    await profile.close();

    const open = await openConsole(stage);
    await open.profile.addInitScript(later);
    await open.inWorkspace(`/keys/${key.id}`);
    await open.page.getByRole('status').getByRole('link', { name: 'Silent edge' }).click();
    await open.heading('Silent edge');
    await open.profile.close();
    await stage.call('DELETE', `${base}/readers/${id}`);
  });

  it("the usage chart ends today in the user's time zone", async () => {
    for (const timezoneId of ['America/Los_Angeles', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'UTC']) {
      const customer = `cus_${timezoneId.replaceAll('/', '_')}`;
      const { key } = await stage.issue({ customer, name: 'Charted' });
      const items = [{ kid: key.id, at: new Date().toISOString(), count: 7 }];
      await stage.call('POST', `${base}/usage`, { items });
      const profile = await stage.profile({ timezoneId, locale: 'en-GB' });
      const page = await stage.portal({ customer, locale: 'en-GB' }, profile);
      await page.getByRole('link', { name: 'Charted' }).click();
      const today = await page.evaluate<string>(
        `new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(new Date())`,
      );
      const marks = page.locator('.chart figcaption span');
      await marks.nth(3).waitFor();
      assert.ok(today.startsWith((await marks.last().textContent()) ?? '-'), timezoneId);
      const chart = page.getByRole('slider', { name: /30 days/ });
      assert.equal(await chart.getAttribute('aria-valuetext'), `${today}: 7`);
      await chart.focus();
      await page.locator('.chart-tip').getByText(`${today}: 7`).waitFor();
      await page.keyboard.press('ArrowLeft');
      assert.match((await page.locator('.chart-tip').textContent()) ?? '', /: 0$/);
      await page.locator('.chart rect').last().hover();
      await page.locator('.chart-tip').getByText(`${today}: 7`).waitFor();
      await profile.close();
    }
  });
});
