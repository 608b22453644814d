/**
 * Implements `npm run screenshots`: captures every screen of the portal and the console in docs/screens/, from a real authority
 * with gates. Files are named `<portal|console>-<screen>-<light|dark>-<1280|375>.png`. Uses the same browser as the tests
 * (tools/peers).
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { saveKey, setStage, WORKSPACE } from '../packages/portal/test/support/stage.ts';
import { drawConsole } from './screenshots-console.ts';
import { useInter } from './screenshots-font.ts';
import { nameHosts } from './screenshots-hosts.ts';
import { drawLogo } from './screenshots-logo.ts';
import { startOpenIdProvider } from './testing/openid.ts';

const folder = join(import.meta.dirname, '..', 'docs', 'screens');
const DAY_MS = 86_400_000;
const HEIGHT = 800;

const all = ['keys', 'create', 'new-key', 'key', 'revoke', 'rotation', 'history', 'found'] as const;
type Screen = (typeof all)[number];

/** Every screen once, and in the other themes and widths only those that differ most, to keep the files small. */
const looks: readonly {
  readonly colorScheme: 'light' | 'dark';
  readonly width: 1280 | 375;
  readonly screens: readonly Screen[];
}[] = [
  { colorScheme: 'light', width: 1280, screens: all },
  { colorScheme: 'dark', width: 1280, screens: ['keys', 'rotation'] },
  { colorScheme: 'light', width: 375, screens: ['keys', 'key'] },
  { colorScheme: 'dark', width: 375, screens: ['keys', 'new-key'] },
];

const provider = await startOpenIdProvider();
const stage = await setStage({
  openid: { ...provider, name: 'Acme Login' },
  settings: {
    maxKeysPerCustomer: 20,
    apiUrl: 'https://api.acme.example',
    docsUrl: 'https://acme.example/docs',
  },
});
try {
  await mkdir(folder, { recursive: true });
  await stage.call('PATCH', `/v1/workspaces/${WORKSPACE}`, { logo: await drawLogo(stage) });
  const keys = await fill();
  const filledAt = new Date().toISOString();
  for (const { colorScheme, width, screens } of looks) {
    const profile = await stage.profile({ colorScheme, viewport: { width, height: HEIGHT } });
    await useInter(profile);
    const session = { returnUrl: 'https://app.acme.example/account' };
    const draw = async (screen: Screen, page: Page): Promise<void> => {
      const path = join(folder, `portal-${screen}-${colorScheme}-${width}.png`);
      if (!screens.includes(screen)) return;
      await nameHosts(page, stage.authority.port);
      // The key page is taller than the window, and its danger zone is at the bottom.
      await page.screenshot({ path, animations: 'disabled', fullPage: screen === 'key' });
    };
    await drawPortal(await stage.portal(session, profile), keys, draw);
    // Another customer of the same name, so that the first one's keys stay as they are.
    await drawNewKey(
      await stage.portal({ ...session, customer: `new_${colorScheme}_${width}` }, profile),
      filledAt,
      draw,
    );
    await profile.close();
  }
  await drawConsole(stage, folder, HEIGHT);
} finally {
  await stage.stop();
  await provider.stop();
}

type Draw = (screen: Screen, page: Page) => Promise<void>;

/** The key stays masked: a picture of a key looks like a leak. */
async function drawNewKey(page: Page, filledAt: string, draw: Draw): Promise<void> {
  await page.getByRole('link', { name: 'Create your first key' }).click();
  await page.getByLabel('Name').fill('Mobile app');
  await page.getByLabel('Read orders').check();
  await draw('create', page);
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.locator('.secret-line').waitFor();
  await page.getByText(/^Accepted by/).waitFor();
  await draw('new-key', page);
  await saveKey(page);
  // Made for the picture alone.
  await stage.call('POST', `/v1/workspaces/${WORKSPACE}/keys:revoke`, { createdAfter: filledAt });
}

async function drawPortal(page: Page, keys: Filled, drawOf: Draw): Promise<void> {
  const draw = (screen: Screen): Promise<void> => drawOf(screen, page);
  await page.getByRole('link', { name: 'Data warehouse' }).waitFor();
  await draw('keys');
  await page.locator('main').getByRole('link', { name: 'Website' }).click();
  await page.getByText(/calls in the last 30 days/).waitFor();
  await draw('key');
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('alertdialog').waitFor();
  await draw('revoke');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Keys', exact: true }).click();
  await page.locator(`a[href$="${keys.rotating}"]`).click();
  await page.getByText('Rotation in progress').waitFor();
  await draw('rotation');
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByText('Opened the portal').first().waitFor();
  await draw('history');
  await page.getByRole('link', { name: 'Report a leaked key' }).click();
  await page.getByLabel('Key, or text that contains it').fill(keys.website);
  await page.getByText('This is one of your keys').waitFor();
  await draw('found');
}

interface Filled {
  readonly website: string;
  readonly rotating: string;
}

/** A customer's keys in all states: in use, rotating, disabled, revoked, expiring soon. */
async function fill(): Promise<Filled> {
  const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();
  const both = ['orders:read', 'orders:write'];
  const base = `/v1/workspaces/${WORKSPACE}/keys`;
  const website = await stage.issue({ name: 'Website', scopes: both, expiresAt: inDays(200) });
  const old = await stage.issue({ name: 'Nightly export', expiresAt: inDays(40) });
  const ci = await stage.issue({ name: 'CI' });
  await stage.call('POST', `${base}/${ci.key.id}/revoke`, { reason: 'Found in a build log' });
  const warehouse = await stage.issue({ name: 'Data warehouse' });
  await stage.call('POST', `${base}/${warehouse.key.id}/disable`);
  const partner = await stage.issue({ name: 'Partner: Überweisung', scopes: both, expiresAt: inDays(9) });
  const { key } = await stage.call<{ key: { id: string } }>('POST', `${base}/${old.key.id}/rotate`, {});
  const items = Array.from({ length: 30 }, (_, day) => ({
    kid: website.key.id,
    at: inDays(-day),
    count: Math.round(640 + 240 * Math.sin(day / 4) - (day % 7 < 2 ? 280 : 0)),
  }));
  await stage.call('POST', `/v1/workspaces/${WORKSPACE}/usage`, {
    items: [
      ...items,
      { kid: old.key.id, at: inDays(-0.3), count: 3 },
      { kid: partner.key.id, at: inDays(-3), count: 41 },
      { kid: warehouse.key.id, at: inDays(-12), count: 7 },
    ],
  });
  return { website: website.token, rotating: key.id };
}
