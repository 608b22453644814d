/** What a producer does in the console, each flow to its end, with the key then used at the gate. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, suite, test } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { closeQuietly, openConsole } from './support/console.ts';
import { browser, DEADLINE_MS, type Stage, setStage, shownKey, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;

suite('The console', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  test('a key is made for a customer, accepted, found by search, and revoked', async () => {
    const { page, profile, inWorkspace, fill, press, heading } = await openConsole(stage);
    await inWorkspace('/keys/new');
    await press('Create the key');
    await page.getByText('Give the key a name').waitFor();
    await fill('Customer', 'cus behalf');
    await fill('Name', 'Made on behalf');
    await page.getByLabel('Read orders').check();
    await press('Create the key');
    await page.getByText('visible characters without spaces').waitFor();
    await fill('Customer', 'cus_behalf');
    await press('Create the key');
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

  test('many are revoked only after a look at which', async () => {
    const { page, profile, inWorkspace, fill, press } = await openConsole(stage);
    const tokens = [];
    for (const name of ['one', 'two']) {
      const { token } = await stage.issue({ customer: 'cus_many', name });
      await stage.answers(token, 200);
      tokens.push(token);
    }
    await inWorkspace('/keys/revoke');
    await press('Show what would be revoked');
    await page.getByText('fill in at least one').waitFor();
    await fill('Customer', 'cus_many');
    await fill('Why', 'the contract is over');
    await press('Show what would be revoked');
    await page.getByRole('heading', { name: '2 keys would be revoked' }).waitFor();
    assert.equal(await page.locator('.columns li').count(), 2);
    for (const token of tokens) await stage.answers(token, 200);
    await press('Revoke 2 keys permanently');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke 2 keys permanently' }).click();
    await page.getByText('2 keys are revoked.').waitFor();
    for (const token of tokens) await stage.answers(token, 401);
    await closeQuietly(profile);
  });

  test('a customer is limited, suspended, lifted, and erased', async () => {
    const { page, profile, inWorkspace, fill, press, heading } = await openConsole(stage);
    const { token } = await stage.issue({ customer: 'cus/odd?', name: 'Odd' });
    await stage.answers(token, 200);
    await inWorkspace('/customers');
    await page.getByRole('link', { name: 'cus/odd?' }).click();
    await heading('cus/odd?');
    await press('Change name and limits');
    await fill('Name', 'Odd & Sons <b>');
    await fill('Most keys', '0');
    await press('Save');
    await page.getByText('whole number above 0').waitFor();
    await fill('Most keys', '3');
    await page.getByRole('radio', { name: 'Only these' }).check();
    await page.getByRole('textbox', { name: 'Only these' }).fill('orders:read\n');
    await press('Save');
    await heading('Odd & Sons <b>');
    const path = `${base}/customers/${encodeURIComponent('cus/odd?')}`;
    const { maxKeys, scopes } = await stage.call<{ maxKeys: number; scopes: string[] }>('GET', path);
    assert.deepEqual([maxKeys, scopes], [3, ['orders:read']]);
    const confirm = (name: string) => page.getByRole('alertdialog').getByRole('button', { name }).click();
    await press('Suspend');
    await confirm('Suspend');
    await page.getByText('Suspended: all its keys are refused.').waitFor();
    await stage.answers(token, 401);
    await press('Lift the suspension');
    await confirm('Lift the suspension');
    await stage.answers(token, 200);
    await press('Erase');
    await page.getByLabel('To confirm, type cus/odd?').fill('cus/even');
    await confirm('Erase');
    await page.getByText('This is not the id of the customer.').waitFor();
    await page.getByLabel('To confirm, type cus/odd?').fill('cus/odd?');
    await confirm('Erase');
    await heading('The customer is erased');
    await stage.answers(token, 401);
    await assert.rejects(stage.call('GET', path), { status: 404 });
    await closeQuietly(profile);
  });

  test('a customer of any id has a page that can be loaded anew', async () => {
    const ids = ["o'hara@acme.example", '50%off', 'a%2Fb', 'a/b?c#d'];
    for (const id of ids) await stage.issue({ customer: id });
    const { page, profile, inWorkspace, heading } = await openConsole(stage);
    for (const id of ids) {
      await inWorkspace('/customers');
      await page.getByRole('link', { name: id, exact: true }).click();
      await heading(id);
      await page.reload();
      await heading(id);
    }
    await closeQuietly(profile);
  });

  test("a customer's portal is opened from its page", async () => {
    const { page, profile, inWorkspace, press } = await openConsole(stage);
    await stage.issue({ customer: 'cus_visit', name: 'Seen in the portal' });
    await inWorkspace('/customers/cus_visit');
    await press('Open this customer’s portal');
    const opened = profile.waitForEvent('page');
    await page.getByRole('link', { name: 'Open the portal' }).click();
    const portal = await opened;
    await portal.getByRole('link', { name: 'Seen in the portal' }).waitFor();
    await press('End its portal sessions');
    await page.getByText('1 session ended.').waitFor();
    await portal.reload();
    await portal.getByRole('heading', { level: 1, name: /no longer opens the portal/ }).waitFor();
    await closeQuietly(profile);
  });

  test('the audit: filtered, and exported as CSV and JSON', async () => {
    const { page, profile, inWorkspace, press } = await openConsole(stage);
    const { key } = await stage.issue({ customer: 'cus_audit', name: '=cmd|x' });
    await inWorkspace('/audit');
    await page.getByLabel('Action').selectOption({ label: 'Key created' });
    await page.getByLabel('Key id').fill(key.id);
    await press('Show');
    await until('one row is left', DEADLINE_MS, async () => (await page.getByRole('row').count()) === 2);
    await page.getByRole('cell').getByText('=cmd|x').waitFor();
    const exported = async (button: string): Promise<string> => {
      const download = page.waitForEvent('download');
      await press(button);
      return readFile(await (await download).path(), 'utf8');
    };
    const csv = (await exported('Export as CSV')).trimEnd().split('\r\n');
    assert.equal(csv.length, 2);
    assert.match(csv[0] ?? '', /^seq,at,action,actor,/);
    assert.match(csv[1] ?? '', /,key\.issue,/);
    const rows = JSON.parse(await exported('Export as JSON'));
    assert.deepEqual(
      rows.map(({ action, keyId }: { action: string; keyId: string }) => [action, keyId]),
      [['key.issue', key.id]],
    );
    await closeQuietly(profile);
  });

  test('readers: the gate is level, one is registered and removed, and its id stands in a configuration', async () => {
    const { page, profile, inWorkspace, press, fill } = await openConsole(stage);
    await inWorkspace('/gateways');
    await page.getByRole('row').filter({ hasText: 'Gate' }).getByText('Up to date').waitFor();
    await press('Register one');
    await fill('Name', 'edge');
    await fill('Fetches the key set every … seconds', '0');
    await press('Register');
    await page.getByText('whole seconds from 1').waitFor();
    await fill('Fetches the key set every … seconds', '20');
    await press('Register');
    await page.getByRole('row').filter({ hasText: 'edge' }).getByText('20 s').waitFor();
    await page.getByRole('link', { name: 'Get a configuration' }).click();
    await page.getByLabel('Reader').selectOption({ label: 'edge' });
    await fill('Your API', 'api.internal');
    await page.getByText('must be a host and a port').waitFor();
    await fill('Your API', 'api.internal:9000');
    await page.locator('pre').getByText('port_value: 9000').waitFor();
    const { items } = await stage.call<{ items: { id: string; name: string }[] }>('GET', `${base}/readers`);
    const edge = items.find(({ name }) => name === 'edge');
    await until('its id stands in it', DEADLINE_MS, async () =>
      (await page.locator('pre').textContent())?.includes(`?reader=${edge?.id}`),
    );
    const download = page.waitForEvent('download');
    await press('Download');
    assert.equal((await download).suggestedFilename(), 'envoy.yaml');
    await page.getByRole('link', { name: 'Gateways and gates' }).click();
    await page.getByRole('row').filter({ hasText: 'edge' }).getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await until('it is gone', DEADLINE_MS, async () => (await page.getByText('edge').count()) === 0);
    await closeQuietly(profile);
  });

  test('people are added, given other roles, and removed', async () => {
    const { page, profile, go, press, fill, heading } = await openConsole(stage);
    await go('/people/new');
    await press('Add a person');
    await page.getByText('Give the address or the subject').waitFor();
    await fill('Address, or subject at the provider', 'Grace@acme.example');
    await fill('Name', 'Grace');
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Support' });
    await page.getByLabel('Where').selectOption({ label: 'Acme Orders' });
    await press('Add a person');
    await heading('People');
    const row = page.getByRole('row').filter({ hasText: 'grace@acme.example' });
    await row.getByText('Support').waitFor();
    await row.getByRole('button', { name: 'Change' }).click();
    await press('Add a role');
    await page.getByLabel('Role', { exact: true }).last().selectOption({ label: 'Owner' });
    await press('Save');
    await row.getByText('Owner').waitFor();
    const { items } = await stage.call<{ items: { roles: object[] }[] }>('GET', '/v1/people');
    assert.deepEqual(items[0]?.roles, [
      { workspace: WORKSPACE, role: 'support' },
      { workspace: null, role: 'owner' },
    ]);
    await row.getByRole('button', { name: 'Remove' }).click();
    await page.getByLabel('Also erase').check();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'Nobody yet' }).waitFor();
    await closeQuietly(profile);
  });
});
