import { join } from 'node:path';
import { openConsole } from '../packages/portal/test/support/console.ts';
import { type Stage, WORKSPACE } from '../packages/portal/test/support/stage.ts';
import { useInter } from './screenshots-font.ts';
import { nameHosts } from './screenshots-hosts.ts';

const places = ({ gateway, key }: Filled) => ({
  workspaces: '/workspaces',
  overview: `/w/${WORKSPACE}/overview`,
  setup: '/w/acme_test/overview',
  keys: `/w/${WORKSPACE}/keys`,
  key: `/w/${WORKSPACE}/keys/${key}`,
  customer: `/w/${WORKSPACE}/customers/globex`,
  'revoke-many': `/w/${WORKSPACE}/keys/revoke?customer=umbrella`,
  audit: `/w/${WORKSPACE}/audit`,
  gateways: `/w/${WORKSPACE}/gateways`,
  gateway: `/w/${WORKSPACE}/gateways/${gateway}`,
  settings: `/w/${WORKSPACE}/settings`,
  people: '/people',
});
type Screen = keyof ReturnType<typeof places>;

/** Every screen once, and in the other themes and widths only those that differ most, to keep the files small. */
const looks: readonly {
  readonly colorScheme: 'light' | 'dark';
  readonly width: 1280 | 375;
  readonly only?: readonly Screen[];
}[] = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280, only: ['overview', 'keys'] },
  { colorScheme: 'light', width: 375, only: ['overview', 'people'] },
  { colorScheme: 'dark', width: 375, only: ['customer'] },
];

/** Takes the console's screenshots and writes them to a folder: `console-<screen>-<light|dark>-<width>.png`. */
export async function drawConsole(stage: Stage, folder: string, height: number): Promise<void> {
  const screens = places(await fill(stage));
  for (const { colorScheme, width, only } of looks) {
    const open = await openConsole(stage, { colorScheme, viewport: { width, height } });
    await useInter(open.profile);
    await open.page.reload();
    for (const [screen, place] of Object.entries(screens)) {
      if (only && !only.includes(screen as Screen)) continue;
      await open.go(place);
      await open.page.waitForLoadState('networkidle');
      const path = join(folder, `console-${screen}-${colorScheme}-${width}.png`);
      await nameHosts(open.page, stage.authority.port);
      await open.page.screenshot({ path, animations: 'disabled', fullPage: screen === 'key' });
    }
    await open.profile.close();
  }
  await drawSignIn(stage, join(folder, 'console-sign-in-light-1280.png'), height);
}

async function drawSignIn(stage: Stage, path: string, height: number): Promise<void> {
  const profile = await stage.profile({ viewport: { width: 1280, height } });
  await useInter(profile);
  const page = await profile.newPage();
  await page.goto(`http://localhost:${stage.authority.port}/console/`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path, animations: 'disabled' });
  await profile.close();
}

interface Filled {
  /** Reader ID. */
  readonly gateway: string;
  /** Key ID of a key that is used. */
  readonly key: string;
}

/** Adds customers, people and a gateway to the data that the portal's screenshots created. */
async function fill(stage: Stage): Promise<Filled> {
  const base = `/v1/workspaces/${WORKSPACE}`;
  for (const [customer, name] of [
    ['globex', 'Globex Corporation'],
    ['umbrella', 'Umbrella & Söhne'],
  ]) {
    for (const key of ['Website', 'Nightly export']) await stage.issue({ customer, name: key });
    await stage.call('PATCH', `${base}/customers/${customer}`, { name });
  }
  await stage.call('PATCH', `${base}/customers/globex`, { maxKeys: 5, scopes: ['orders:read'] });
  await stage.call('POST', '/v1/workspaces', { slug: 'acme_test', name: 'Acme Orders, test' });
  const gateway = await stage.call<{ id: string }>('POST', `${base}/readers`, {
    ...{ name: 'Envoy eu-1', kind: 'gateway', refreshSeconds: 15 },
  });
  await stage.call('PATCH', `${base}/readers/${stage.reader}`, { name: 'Gate eu-1' });
  await stage.call('PATCH', base, { setupDismissed: true });
  const admins = await stage.call<{ items: { id: string }[] }>('GET', '/v1/workspaces/lostwax/keys');
  for (const { id } of admins.items)
    await stage.call('PATCH', `/v1/workspaces/lostwax/keys/${id}`, { name: 'Operations' });
  await stage.call('PUT', '/v1/people/ada@acme.example', {
    name: 'Ada Lovelace',
    roles: [{ workspace: null, role: 'owner' }],
  });
  await stage.call('PUT', '/v1/people/grace@acme.example', {
    name: 'Grace Hopper',
    roles: [
      { workspace: WORKSPACE, role: 'operator' },
      { workspace: 'acme_test', role: 'viewer' },
    ],
  });
  const used = await stage.call<{ items: { id: string }[] }>(
    'GET',
    `${base}/keys?q=Website&customer=cus_4711`,
  );
  return { gateway: gateway.id, key: used.items[0]?.id ?? '' };
}
