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
const HOUR_MS = 3_600_000;

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
  const filled = await fill(stage);
  const screens = places(filled);
  for (const { colorScheme, width, only } of looks) {
    const open = await openConsole(stage, { colorScheme, viewport: { width, height } });
    await useInter(open.profile);
    await open.page.reload();
    for (const [screen, place] of Object.entries(screens)) {
      if (only && !only.includes(screen as Screen)) continue;
      // As an Envoy would that follows the key set.
      await fetch(
        `http://localhost:${stage.authority.port}/${WORKSPACE}/.well-known/jwks.json?reader=${filled.gateway}`,
      );
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

type Call = <T>(method: string, path: string, body: unknown) => Promise<T>;

/** API calls by a person with that name, so that the audit log contains several people. */
async function administrator(stage: Stage, name: string): Promise<Call> {
  const customer = name.toLowerCase().replace(' ', '.');
  const made = await stage.call<{ token: string }>('POST', '/v1/workspaces/lostwax/keys', {
    ...{ customer, name, scopes: ['admin'] },
  });
  const headers = { authorization: `Bearer ${made.token}`, 'content-type': 'application/json' };
  return async (method, path, body) => {
    const answer = await fetch(`${stage.authority.url}${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok)
      throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as never;
  };
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
  const [grace, backend] = [
    await administrator(stage, 'Grace Hopper'),
    await administrator(stage, 'Billing backend'),
  ];
  for (const [customer, name] of [
    ['globex', 'Globex Corporation'],
    ['umbrella', 'Umbrella & Söhne'],
  ]) {
    for (const [index, key] of ['Website', 'Nightly export'].entries()) {
      const made = await grace<{ key: { id: string } }>('POST', `${base}/keys`, {
        ...{ customer, name: key, scopes: ['orders:read'] },
      });
      const at = new Date(Date.now() - (4 * index + 2) * HOUR_MS).toISOString();
      await stage.call('POST', `${base}/usage`, { items: [{ kid: made.key.id, at, count: 20 }] });
    }
    await backend('PATCH', `${base}/customers/${customer}`, { name });
  }
  await backend('PATCH', `${base}/customers/globex`, { maxKeys: 5, scopes: ['orders:read'] });
  await stage.call('POST', '/v1/workspaces', { slug: 'acme_test', name: 'Acme Orders, test' });
  const gateway = await stage.call<{ id: string }>('POST', `${base}/readers`, {
    ...{ name: 'Envoy eu-1', kind: 'gateway', refreshSeconds: 15 },
  });
  await stage.call('PATCH', `${base}/readers/${stage.reader}`, { name: 'Gate eu-1' });
  await stage.call('PATCH', base, { setupDismissed: true });
  const admins = await stage.call<{ items: { id: string; name: string | null }[] }>(
    'GET',
    '/v1/workspaces/lostwax/keys',
  );
  const first = admins.items.find(({ name }) => name === 'first key');
  await stage.call('PATCH', `/v1/workspaces/lostwax/keys/${first?.id}`, { name: 'Operations' });
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
