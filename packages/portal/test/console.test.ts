/** A producer's flows in the console from start to finish, with the key then used at the gate. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { closeQuietly, openConsole } from './support/console.ts';
import { browser, DEADLINE_MS, type Stage, setStage, shownKey, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;

describe('The console', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  it('a key is created for a customer, accepted, found by search, and revoked', async () => {
    const { page, profile, inWorkspace, fill, press, heading } = await openConsole(stage);
    await inWorkspace('/keys/new');
    await press('Create key');
    await page.getByText('Enter a name so').waitFor();
    await fill('Customer', 'cus behalf');
    await fill('Name', 'Made on behalf');
    await page.getByLabel('Read orders').check();
    await press('Create key');
    await page.getByText('customer ID without spaces').waitFor();
    await fill('Customer', 'cus_behalf');
    await press('Create key');
    await heading('Your new key');
    const token = await shownKey(page);
    await stage.answers(token, 200);
    await inWorkspace('/keys');
    await page.getByRole('searchbox').fill(token);
    await page.waitForURL(/[?&]q=acme_live_/);
    assert.ok(!page.url().includes(token.slice(0, 20)), 'no part of the key in the address');
    const row = page.getByRole('row').filter({ hasText: 'cus_behalf' });
    await row.getByRole('link', { name: 'Made on behalf' }).click();
    await heading(/Made on behalf/);
    await page.getByRole('link', { name: 'cus_behalf' }).waitFor();
    await press('Revoke');
    await press('Revoke permanently');
    await stage.answers(token, 401);
    await closeQuietly(profile);
  });

  it('bulk revocation first shows which keys match', async () => {
    const { page, profile, inWorkspace, fill, press } = await openConsole(stage);
    const tokens = [];
    for (const name of ['one', 'two']) {
      const { token } = await stage.issue({ customer: 'cus_many', name });
      await stage.answers(token, 200);
      tokens.push(token);
    }
    await stage.call('PATCH', `${base}/customers/cus_many`, { name: 'Many, Inc.' });
    await inWorkspace('/keys?customer=');
    await page.getByRole('row').getByRole('link', { name: 'Many, Inc.' }).first().waitFor();
    await inWorkspace('/keys/revoke');
    const looks: unknown[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/keys:revoke')) looks.push(request.postDataJSON());
    });
    await press('Preview keys');
    await page.getByText('Fill in at least one').waitFor();
    await fill('Customer ID', 'cus_many');
    await press('Preview keys');
    await page.getByRole('heading', { name: '2 keys will be revoked' }).waitFor();
    const look = { customer: 'cus_many', dryRun: true };
    assert.deepEqual(looks, [look], 'each look asks once, and never without a filter');
    await press('Preview keys');
    await until('the same is looked at again', DEADLINE_MS, () => looks.length === 2);
    assert.deepEqual(looks[1], look);
    assert.match(page.url(), /[?&]customer=cus_many/);
    await page.reload();
    const table = page.getByRole('table', { name: 'Keys that will be revoked' });
    await table.getByRole('link', { name: 'Many, Inc.' }).first().waitFor();
    assert.equal(await table.getByRole('row').count(), 3);
    await press('Revoke 2 keys');
    const dialog = page.getByRole('alertdialog');
    const confirm = (count: number) => dialog.getByRole('button', { name: `Revoke ${count} keys` }).click();
    await dialog.getByLabel('Reason').fill('the contract is over');
    await dialog.getByLabel('Type 2 to').fill('3');
    await confirm(2);
    await dialog.getByText('doesn’t match').waitFor();
    const late = await stage.issue({ customer: 'cus_many', name: 'three' });
    tokens.push(late.token);
    await dialog.getByLabel('Type 2 to').fill('2');
    await confirm(2);
    await dialog.getByRole('alert').waitFor();
    for (const token of tokens) await stage.answers(token, 200);
    await dialog.getByLabel('Type 3 to').fill('3');
    await confirm(3);
    await page.getByText('3 keys revoked').first().waitFor();
    assert.equal((await stage.key(late.key.id)).revocationReason, 'the contract is over');
    for (const token of tokens) await stage.answers(token, 401);
    await closeQuietly(profile);
  });

  it('the audit log is filtered, and exported as CSV and JSON', async () => {
    const { page, profile, inWorkspace, press } = await openConsole(stage);
    const { key } = await stage.issue({ customer: 'cus_audit', name: '=cmd|x' });
    await stage.call('PATCH', `${base}/customers/cus_audit`, { name: 'Audited, Inc.' });
    await inWorkspace('/audit');
    await press('Today');
    await page.waitForURL(/[?&]range=today/);
    await page.getByLabel('Event').selectOption({ label: 'Key created' });
    await page.waitForURL(/[?&]action=key.issue/);
    await page.getByLabel('Key ID').fill(key.id);
    await page.waitForURL(/[?&]keyId=/);
    const shown = async (): Promise<void> => {
      await until('one row is left', DEADLINE_MS, async () => (await page.getByRole('row').count()) === 2);
      await page.getByRole('cell').getByText('=cmd|x').waitFor();
      await page.getByRole('link', { name: 'Audited, Inc.' }).waitFor();
    };
    await shown();
    await page.reload();
    await shown();
    assert.equal(await page.getByLabel('Key ID').inputValue(), key.id);
    const code = page.getByRole('cell').getByText('key.issue', { exact: true });
    await page.getByRole('button', { name: 'Details' }).click();
    await code.waitFor();
    // A click anywhere in the row does the same.
    await page.getByRole('cell', { name: 'Key created' }).first().click();
    await code.waitFor({ state: 'detached' });
    await page.goBack();
    await page.waitForURL((url) => !url.search.includes('keyId'));
    assert.equal(await page.getByLabel('Key ID').inputValue(), '');
    await page.goForward();
    await page.waitForURL(/[?&]keyId=/);
    assert.equal(await page.getByLabel('Key ID').inputValue(), key.id);
    await page.reload();
    await shown();
    const exported = async (button: string): Promise<string> => {
      const download = page.waitForEvent('download');
      await press(button);
      return readFile(await (await download).path(), 'utf8');
    };
    const csv = (await exported('Export CSV')).trimEnd().split('\r\n');
    assert.equal(csv.length, 2);
    assert.match(csv[0] ?? '', /^seq,at,action,actor,/);
    assert.match(csv[1] ?? '', /,key\.issue,/);
    const rows = JSON.parse(await exported('Export JSON'));
    assert.deepEqual(
      rows.map(({ action, keyId }: { action: string; keyId: string }) => [action, keyId]),
      [['key.issue', key.id]],
    );
    await closeQuietly(profile);
  });

  it('the page of a gate shows a configuration for each gateway that can use it', async () => {
    const { page, profile, inWorkspace } = await openConsole(stage);
    await inWorkspace('/gateways');
    await page.getByRole('row').filter({ hasText: 'Gate' }).getByRole('link').first().click();
    for (const [name, line] of [
      ['nginx', 'auth_request'],
      ['caddy', 'forward_auth'],
      ['envoy', 'ext_authz'],
    ] as const) {
      await page.getByLabel('Gateway software').selectOption(name);
      await page.locator('pre').getByText(line).first().waitFor();
    }
    await closeQuietly(profile);
  });

  it('each gateway begins with values that give a configuration', async () => {
    const { page, profile, inWorkspace } = await openConsole(stage);
    await inWorkspace('/gateways/configuration');
    for (const [name, line] of [
      ['envoy-gateway', 'SecurityPolicy'],
      ['istio', 'RequestAuthentication'],
      ['ingress-nginx', 'auth-url'],
      ['kong', '_format_version'],
      ['envoy', '127.0.0.1'],
      ['aws', 'AWS::Lambda::Function'],
    ] as const) {
      await page.getByLabel('Gateway software').selectOption(name);
      await page.locator('pre').getByText(line).first().waitFor();
    }
    await closeQuietly(profile);
  });

  it('a gateway is added, has a configuration with its ID, is renamed and removed', async () => {
    const { page, profile, inWorkspace, press, fill, heading } = await openConsole(stage);
    await inWorkspace('/gateways');
    await page.getByRole('row').filter({ hasText: 'Gate' }).getByText('Up to date').waitFor();
    await press('Add gateway');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('edge');
    await dialog.getByLabel('Refresh interval in seconds').fill('0');
    await dialog.getByRole('button', { name: 'Add gateway' }).click();
    await dialog.getByText('whole number from 1').waitFor();
    await dialog.getByLabel('Refresh interval in seconds').fill('20');
    await dialog.getByRole('button', { name: 'Add gateway' }).click();
    await heading('edge');
    const { items } = await stage.call<{ items: { id: string; name: string }[] }>('GET', `${base}/readers`);
    const id = items.find(({ name }) => name === 'edge')?.id;
    assert.ok(page.url().endsWith(`/gateways/${id}`));
    await fill('Your API', 'api.internal');
    await page.getByText('takes a host and a port').waitFor();
    await fill('Your API', 'api.internal:9000');
    await page.locator('pre').getByText('port_value: 9000').waitFor();
    await until('its ID is in the configuration', DEADLINE_MS, async () =>
      (await page.locator('pre').textContent())?.includes(`?reader=${id}`),
    );
    const download = page.waitForEvent('download');
    await press('Download');
    assert.equal((await download).suggestedFilename(), 'envoy.yaml');
    await page.reload();
    await heading('edge');
    await press('Edit');
    await fill('Name', 'edge eu-1');
    await press('Save');
    await heading('edge eu-1');
    await inWorkspace('/gateways');
    const row = page.getByRole('row').filter({ hasText: 'edge eu-1' });
    await row.getByText('Every 20 seconds').waitFor();
    await row.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await until('it is gone', DEADLINE_MS, async () => (await row.count()) === 0);
    await inWorkspace(`/gateways/${id}`);
    await page.getByText('Gateway not found').waitFor();
    await closeQuietly(profile);
  });

  it('people are added, given other roles, and removed', async () => {
    const { page, profile, go, press, fill, heading } = await openConsole(stage);
    await go('/people/new');
    await press('Add person');
    await page.getByText('Enter an email address or subject').waitFor();
    await fill('Email address or provider subject', 'Grace@acme.example');
    await fill('Name', 'Grace');
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Support' });
    await page.getByLabel('Workspace', { exact: true }).selectOption({ label: 'Acme Orders' });
    await press('Add person');
    await heading('People');
    const row = page.getByRole('row').filter({ hasText: 'grace@acme.example' });
    await row.getByText('Support in Acme Orders').waitFor();
    const act = async (name: string): Promise<void> => {
      await row.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await act('Edit');
    await press('Add role');
    await page.getByLabel('Role', { exact: true }).last().selectOption({ label: 'Owner' });
    await press('Save');
    await row.getByText('Owner in all workspaces').waitFor();
    const { items } = await stage.call<{ items: { roles: object[] }[] }>('GET', '/v1/people');
    assert.deepEqual(items[0]?.roles, [
      { workspace: WORKSPACE, role: 'support' },
      { workspace: null, role: 'owner' },
    ]);
    await act('Remove');
    await page.getByLabel('Also erase').check();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'No people yet' }).waitFor();
    await closeQuietly(profile);
  });
});
