/** Workspaces in the console: created, set up, viewed and switched between. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { closeQuietly, openConsole } from './support/console.ts';
import { browser, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;

describe('Workspaces in the console', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  it('a workspace is created and set up, and its settings take effect', async () => {
    const { page, profile, go, fill, press, heading } = await openConsole(stage);
    await go('/workspaces/new');
    await press('Create workspace');
    await page.getByText('Enter a name').waitFor();
    await fill('Name', 'Corp, test');
    await page.getByText('Slug “corp_test”').waitFor();
    await page.getByText('Advanced').click();
    await fill('Slug', 'Big Corp');
    await press('Create workspace');
    await page.getByText('begin with a letter').waitFor();
    await fill('Slug', 'corp_test');
    await fill('Key ID prefix', 'corp_7f');
    await press('Create workspace');
    await page.getByText('A part such as _7f').waitFor();
    await fill('Key ID prefix', 'corp_test');
    await press('Create workspace');
    await heading('Overview');
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await heading('Settings');
    assert.equal(await page.title(), 'Settings – Corp, test');
    assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0, 'nothing is to be saved');
    await fill('Color code', 'green');
    await press('Save');
    await page.getByText('Enter a color such as').waitFor();
    await fill('Color code', '#0B6E4F');
    await fill('API address', 'javascript:alert(1)');
    await press('Save');
    await page.getByText('begins with https://').first().waitFor();
    await fill('API address', 'https://api.corp.example');
    const row = (number: number) => page.getByRole('group', { name: `Permission ${number}` });
    const preview = page.getByRole('group', { name: 'Permissions' });
    for (const [number, scope, words] of [
      [1, 'a:read', 'Read the letter a'],
      [2, 'a:read', ''],
      [3, 'c', 'Gone again'],
    ] as const) {
      await press('Add permission');
      await row(number).getByLabel('Scope').fill(scope);
      await row(number).getByLabel('Description').fill(words);
    }
    await press('Save');
    await page.getByText('listed twice').waitFor();
    await row(2).getByLabel('Scope').fill('b:read '.padEnd(200, 'x'));
    await press('Save');
    await page.getByText('Use 1 to 255').waitFor();
    await row(2).getByLabel('Scope').fill('b:read');
    await press('Remove c');
    await preview.getByText('Read the letter a').waitFor();
    await page.getByLabel('Allow scopes that are not listed').uncheck();
    await fill('Key limit per customer', '7');
    await fill('Maximum lifetime in days', '90');
    await fill('Allowed pages', 'https://app.acme.example');
    await page.getByLabel('Logo', { exact: true }).setInputFiles({
      ...{ name: 'logo.png', mimeType: 'image/png' },
      buffer: Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
        'base64',
      ),
    });
    await page.getByRole('button', { name: 'Remove logo' }).waitFor();
    await press('Save');
    await page.getByText('Settings saved').waitFor();
    const saved = await stage.call<object>('GET', '/v1/workspaces/corp_test');
    const expected = {
      name: 'Corp, test',
      color: '#0b6e4f',
      scopes: ['a:read', 'b:read'],
      scopeTexts: { 'a:read': 'Read the letter a' },
      maxKeysPerCustomer: 7,
      longestLifeSeconds: 90 * 86_400,
      allowedOrigins: ['https://app.acme.example'],
      apiUrl: 'https://api.corp.example',
    };
    assert.deepEqual({ ...saved, ...expected }, saved);
    await page.getByRole('img', { name: 'Logo' }).waitFor();
    await closeQuietly(profile);
  });

  it('leaving with unsaved settings asks first', async () => {
    const { page, profile, inWorkspace, fill, press, heading } = await openConsole(stage);
    await inWorkspace('/keys');
    await page.getByRole('link', { name: 'Settings', exact: true }).click();
    await heading('Settings');
    const saved = await page.getByLabel('Name', { exact: true }).inputValue();
    await fill('Name', 'Half-typed');
    await page.getByText('Unsaved changes').waitFor();
    const question = page.getByRole('alertdialog', { name: 'Discard unsaved changes?' });
    for (const leave of [
      () => page.getByRole('link', { name: 'Customers', exact: true }).click(),
      () => page.goBack(),
    ]) {
      await leave();
      await question.getByRole('button', { name: 'Keep editing' }).click();
      await heading('Settings');
      assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Half-typed');
    }
    await press('Discard');
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), saved);
    await fill('Name', 'Half-typed again');
    await page.goBack();
    await question.getByRole('button', { name: 'Discard and leave' }).click();
    await heading('Keys');
    const { name } = await stage.call<{ name: string }>('GET', base);
    assert.equal(name, saved);
    await closeQuietly(profile);
  });

  it('the switcher switches between workspaces', async () => {
    await stage.call('POST', '/v1/workspaces', { slug: 'second', name: 'Second product' });
    const { page, profile, inWorkspace, press, heading } = await openConsole(stage);
    await inWorkspace('/customers');
    await press(/Switch workspace$/);
    await page.getByRole('menuitem', { name: 'Second product' }).click();
    await heading('Overview');
    assert.equal(await page.title(), 'Overview – Second product');
    await press(/Switch workspace$/);
    await page.getByRole('menuitem', { name: 'All workspaces' }).click();
    await heading('Workspaces');
    await closeQuietly(profile);
  });

  it('a new name is in the switcher at once', async () => {
    await stage.call('POST', '/v1/workspaces', { slug: 'renamed', name: 'Old name' });
    const { page, profile, go, fill, press } = await openConsole(stage);
    await go('/w/renamed/settings');
    await page.getByRole('button', { name: 'Old name Switch workspace' }).waitFor();
    await fill('Name', 'New name');
    await press('Save');
    await page.getByRole('button', { name: 'New name Switch workspace' }).waitFor();
    await closeQuietly(profile);
  });

  it('the overview shows counts and links to what it counts', async () => {
    const { page, profile, inWorkspace } = await openConsole(stage);
    const { key } = await stage.issue({ customer: 'cus_overview', name: 'Seen at a glance' });
    await stage.call('POST', `${base}/usage`, {
      items: [{ kid: key.id, at: new Date().toISOString(), count: 1_234 }],
    });
    let lookUps = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/names')) lookUps += 1;
    });
    await inWorkspace('/overview');
    const stats = page.getByRole('list', { name: 'At a glance' });
    await stats.getByRole('link', { name: /Calls, last 30 days\s*1,\d{3}/ }).waitFor();
    await stats.getByRole('link', { name: /Gateways reporting\s*1 of 1/ }).waitFor();
    const activity = page.getByRole('region', { name: 'Recent activity' });
    await activity.getByText('Seen at a glance').waitFor();
    await activity.getByText('first key').first().waitFor();
    assert.equal(lookUps, 1, 'all names are looked up together');
    await stats.getByRole('link', { name: /Active keys/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    await closeQuietly(profile);
  });
});
