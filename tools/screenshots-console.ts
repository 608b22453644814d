import { join } from 'node:path';
import { openConsole } from '../packages/portal/test/support/console.ts';
import { type Stage, WORKSPACE } from '../packages/portal/test/support/stage.ts';
import { useInter } from './screenshots-font.ts';

const places = (gateway: string) => ({
  workspaces: '/workspaces',
  overview: `/w/${WORKSPACE}/overview`,
  setup: '/w/acme_test/overview',
  keys: `/w/${WORKSPACE}/keys`,
  customer: `/w/${WORKSPACE}/customers/globex`,
  'revoke-many': `/w/${WORKSPACE}/keys/revoke?customer=umbrella`,
  audit: `/w/${WORKSPACE}/audit`,
  gateways: `/w/${WORKSPACE}/gateways`,
  gateway: `/w/${WORKSPACE}/gateways/${gateway}`,
  settings: `/w/${WORKSPACE}/settings`,
  people: '/people',
});
type Screen = keyof ReturnType<typeof places>;

/** Every screen once; of the other looks those that differ most, since pictures weigh. */
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

/** Draws the console's screens into a folder: `console-<screen>-<light|dark>-<width>.png`. */
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
      await open.page.screenshot({ path, animations: 'disabled' });
    }
    await open.profile.close();
  }
}

/** Adds customers, people and a gateway to what the portal's pictures have made. @returns The gateway's reader ID. */
async function fill(stage: Stage): Promise<string> {
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
  await stage.call('PATCH', base, { setupDismissed: true });
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
  return gateway.id;
}
