/** Accessibility and robustness of the console: no axe violations, small screens, unusual names, and a broken connection. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { violations } from './support/axe.ts';
import { closeQuietly, type OpenConsole, openConsole } from './support/console.ts';
import { browser, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;
const hostile = [
  '<img src=x onerror=alert(1)>',
  '\u202Egnp.exe\u202C',
  '😀'.repeat(120),
  'x'.repeat(255),
  '"; DROP TABLE keys; --',
];

describe('Accessibility of the console', { skip: browser.skip }, () => {
  let stage: Stage;
  let keyId: string;
  before(async () => {
    stage = await setStage();
    for (const [index, name] of hostile.entries()) {
      const { key } = await stage.issue({ customer: `cus_${index}`, name });
      keyId = key.id;
      await stage.call('PATCH', `${base}/customers/cus_${index}`, { name });
    }
    await stage.call('POST', `${base}/keys/${keyId}/revoke`, { reason: hostile[0] });
    await stage.call('POST', `${base}/readers`, {
      name: hostile[3]?.slice(0, 100),
      kind: 'gateway',
      refreshSeconds: 5,
    });
    await stage.call('PUT', '/v1/people/a@b.example', {
      name: hostile[1],
      roles: [{ workspace: WORKSPACE, role: 'viewer' }],
    });
  });
  after(() => stage.stop());

  const places = (): readonly string[] => {
    const inside = [
      '/overview',
      '/keys',
      `/keys/${keyId}`,
      '/keys/new',
      '/keys/revoke',
      '/keys/revoke?customer=cus_3',
      '/customers',
      '/customers/cus_3',
      '/audit',
      '/audit?range=custom',
      '/gateways',
      `/gateways/${stage.reader}`,
      '/gateways/configuration',
      '/settings',
      '/settings/key-types',
    ];
    const outside = [
      '/workspaces',
      '/workspaces/new',
      '/people',
      '/people/new',
      '/w/lostwax/keys',
      '/w/lostwax/keys/new',
    ];
    return [...inside.map((place) => `/w/${WORKSPACE}${place}`), ...outside];
  };

  async function everywhere(open: OpenConsole, check: (place: string) => Promise<void>): Promise<void> {
    for (const place of places()) {
      await open.go(place);
      await open.page.waitForLoadState('networkidle');
      await check(place);
    }
    await closeQuietly(open.profile);
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`axe finds nothing on any screen (${colorScheme})`, async () => {
      const open = await openConsole(stage, { colorScheme });
      await everywhere(open, async (place) => assert.deepEqual(await violations(open.page), [], place));
    });
  }

  it('axe finds nothing in dialogs, at the sign-in, or in German', async () => {
    const open = await openConsole(stage, { locale: 'de' });
    const { page } = open;
    assert.equal(await page.evaluate('document.documentElement.lang'), 'de');
    await open.inWorkspace('/customers/cus_3');
    for (const name of ['Bearbeiten', 'Sperren', 'Kundendaten löschen']) {
      await open.press(name);
      await page.locator('[role$=dialog]').waitFor();
      assert.deepEqual(await violations(page), [], name);
      await page.keyboard.press('Escape');
      await page.locator('[role$=dialog]').waitFor({ state: 'detached' });
    }
    await open.inWorkspace('/customers');
    await page.locator('header [aria-haspopup=menu]').last().click();
    assert.deepEqual(await violations(page), [], 'menu');
    await page.getByRole('menuitem', { name: 'Abmelden' }).click();
    await page.getByRole('heading', { level: 1, name: 'In der Konsole anmelden' }).waitFor();
    assert.deepEqual(await violations(page), []);
    await closeQuietly(open.profile);
  });

  for (const width of [375, 320]) {
    it(`nothing is wider than a screen of ${width} px, even with long names`, async () => {
      const open = await openConsole(stage, { viewport: { width, height: 700 } });
      await everywhere(open, async (place) =>
        assert.equal(await open.page.evaluate('document.documentElement.scrollWidth'), width, place),
      );
    });
  }

  it('a customer can be suspended with only the keyboard', async () => {
    const open = await openConsole(stage);
    const { page } = open;
    await stage.issue({ customer: 'cus_keyboard', name: 'Pressed' });
    /** Presses Tab until this element has the focus. */
    const tabTo = async (name: string): Promise<void> => {
      for (let step = 0; step < 80; step += 1) {
        await page.keyboard.press('Tab');
        if ((await page.evaluate('document.activeElement?.textContent')) === name) return;
      }
      assert.fail(`"${name}" is not reached by Tab`);
    };
    await open.inWorkspace('/customers');
    await page.getByRole('link', { name: 'cus_keyboard' }).waitFor();
    await tabTo('cus_keyboard');
    await page.keyboard.press('Enter');
    await open.heading('cus_keyboard');
    assert.equal(await page.evaluate('document.activeElement?.tagName'), 'H1');
    await tabTo('Suspend');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    await tabTo('Suspend');
    await page.keyboard.press('Enter');
    await page.getByText('None of its keys work').waitFor();
    await page.locator('h1:focus').waitFor();
    await closeQuietly(open.profile);
  });

  it('names with markup or unusual characters are shown as text', async () => {
    const open = await openConsole(stage);
    const { page } = open;
    await open.inWorkspace('/customers');
    for (const name of hostile) await page.getByRole('link', { name, exact: true }).waitFor();
    assert.equal(await page.locator('img').count(), 0);
    await closeQuietly(open.profile);
  });

  it('reports a broken connection, and loads the page once it is back', async () => {
    const open = await openConsole(stage);
    const { page } = open;
    await page.getByRole('link', { name: 'Acme Orders' }).waitFor();
    await page.route('**/v1/**', (route) => route.abort());
    await page.getByRole('link', { name: 'Acme Orders' }).click();
    await page.getByText('No connection to the server.').waitFor();
    await page.unroute('**/v1/**');
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByText('No connection to the server.').waitFor({ state: 'detached' });
    await open.profile.close();
  });
});
