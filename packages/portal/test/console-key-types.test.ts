/** The console's page that helps to choose key types: its figures, its recommendation, and saving. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Locator } from 'playwright-core';
import { violations } from './support/axe.ts';
import { closeQuietly, openConsole } from './support/console.ts';
import { browser, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const PLACE = '/settings/key-types';

const names = {
  signed: 'Signed key',
  opaque: 'Short key',
  'oauth-client': 'OAuth client',
  certificate: 'Certificate',
  'shared-signed': 'Shared-key token',
};
type Method = keyof typeof names;

interface Compared {
  readonly name: Method;
  readonly first: { readonly seconds: number };
  readonly consumer: { readonly variables: readonly string[] };
  readonly revocation: { readonly p99: number };
  readonly speeds: readonly { readonly p50: number }[];
  readonly thieves: { readonly database: { readonly tried: number; readonly succeeded: number } };
}

const compared = JSON.parse(
  readFileSync(new URL('../../../docs/choosing.json', import.meta.url), 'utf8'),
) as { readonly methods: readonly Compared[] };

describe('Choosing key types in the console', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());
  const offer = (methods: readonly Method[]): Promise<object> =>
    stage.call('PATCH', `/v1/workspaces/${WORKSPACE}`, { methods });

  it('compares all types by the figures of docs/choosing.json', async () => {
    const { profile, page, inWorkspace } = await openConsole(stage, { colorScheme: 'dark' });
    await inWorkspace(PLACE);
    const table = page.getByRole('table');
    const cells = async (row: RegExp): Promise<string[]> =>
      table.getByRole('row', { name: row }).getByRole('cell').allInnerTexts();
    const columns = (await table.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
    assert.deepEqual(columns, Object.values(names));
    const rows = {
      first: await cells(/^Time to first call/),
      stores: await cells(/^Customer stores/),
      revoked: await cells(/^Revocation delay/),
      check: await cells(/^Check at the gate/),
      database: await cells(/^Database stolen/),
    };
    for (const [at, method] of (Object.keys(names) as Method[]).entries()) {
      const found = compared.methods.find(({ name }) => name === method);
      const shown = Object.values(rows).map((row) => row[at]);
      if (found === undefined) {
        assert.deepEqual(new Set(shown), new Set(['—']), method);
        continue;
      }
      // Shown with two or three digits.
      const isAbout = (text: string | undefined, value: number): void =>
        assert.ok(
          Math.abs(Number.parseFloat((text ?? '').replaceAll(',', '')) / value - 1) < 0.05,
          `${text} ${value}`,
        );
      isAbout(rows.first[at], found.first.seconds);
      isAbout(rows.revoked[at], found.revocation.p99);
      isAbout(rows.check[at], found.speeds.at(-1)?.p50 ?? 0);
      const { succeeded, tried } = found.thieves.database;
      assert.match(rows.database[at] ?? '', new RegExp(`^${succeeded} of ${tried.toLocaleString('en')} `));
      for (const name of found.consumer.variables.filter((one) => one !== 'API_URL'))
        assert.match(rows.stores[at] ?? '', new RegExp(`\\b${name}\\b`));
    }
    assert.deepEqual(await violations(page), []);
    await offer(['signed', 'opaque']);
    const lengths = await cells(/^Length/);
    for (const [at, method] of (['signed', 'opaque'] as const).entries()) {
      const { token } = await stage.issue({ method });
      const said = Number(/\d+/.exec(lengths[at] ?? '')?.[0]);
      assert.ok(Math.abs(token.length / said - 1) < 0.2, `${method}: ${token.length}, said ${said}`);
    }
    await closeQuietly(profile);
  });

  it('recommends by the answers, and saves the choice for the portal', async () => {
    const { profile, page, inWorkspace, heading, press } = await openConsole(stage);
    await offer(['signed']);
    await inWorkspace('/settings');
    await page.getByRole('link', { name: 'Help me choose' }).click();
    await heading('Choose key types');
    const offered = page.getByRole('group', { name: 'Key types' });
    const recommended = (): Locator => offered.getByRole('checkbox', { name: 'Recommended' });
    assert.equal(await recommended().count(), 1);
    assert.equal(await page.getByRole('button', { name: 'Select recommended' }).count(), 0);
    await page.getByLabel('A customer or partner requires OAuth 2.0').check();
    await page.getByLabel('A customer or partner requires client certificates').check();
    assert.equal(await recommended().count(), 3);
    await page.getByLabel('Keys must work without a gate').check();
    await page.getByText('Your gateway can’t check').waitFor();
    assert.deepEqual(await violations(page), []);
    await press('Select recommended');
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Keep editing' }).click();
    await press('Save');
    await page.getByText('Settings saved').waitFor();
    const { methods } = await stage.call<{ methods: Method[] }>('GET', `/v1/workspaces/${WORKSPACE}`);
    assert.deepEqual(methods, ['signed', 'oauth-client', 'certificate']);
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Settings' }).first().click();
    await heading('Settings');
    assert.ok(await page.getByLabel('Certificate').isChecked());
    await closeQuietly(profile);
  });
});
