/** Customers in the console: limits, suspension, opening their portal, and erasure. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { closeQuietly, openConsole } from './support/console.ts';
import { browser, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;

describe('Customers in the console', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  it('limits, suspends, resumes and erases a customer', async () => {
    const { page, profile, inWorkspace, fill, press, heading } = await openConsole(stage);
    const { token } = await stage.issue({ customer: 'cus/odd?', name: 'Odd' });
    await stage.answers(token, 200);
    await inWorkspace('/customers');
    await page.getByRole('link', { name: 'cus/odd?' }).click();
    await heading('cus/odd?');
    await page.getByRole('table', { name: 'Keys' }).getByRole('link', { name: 'Odd' }).waitFor();
    await press('Edit');
    await fill('Name', 'Odd & Sons <b>');
    await fill('Key limit', '0');
    await press('Save');
    await page.locator('[aria-invalid="true"]').waitFor();
    await fill('Key limit', '3');
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
    await page.getByText('None of its keys work').waitFor();
    await stage.answers(token, 401);
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
    await stage.answers(token, 200);
    await press('Suspend');
    await confirm('Suspend');
    await stage.answers(token, 401);
    await press('Resume');
    await stage.answers(token, 200);
    await press('Erase customer');
    await page.getByLabel('Type cus/odd? to confirm').fill('cus/even');
    await confirm('Erase customer');
    await page.getByText('doesn’t match').waitFor();
    await page.getByLabel('Type cus/odd? to confirm').fill('cus/odd?');
    await confirm('Erase customer');
    await heading('Customer erased');
    await stage.answers(token, 401);
    await assert.rejects(stage.call('GET', path), { status: 404 });
    await closeQuietly(profile);
  });

  it('reports that a customer could not be resumed', async () => {
    await stage.issue({ customer: 'cus_stuck' });
    await stage.call('PATCH', `${base}/customers/cus_stuck`, { state: 'suspended' });
    const { page, profile, inWorkspace, press } = await openConsole(stage);
    await inWorkspace('/customers/cus_stuck');
    await page.route('**/customers/cus_stuck', (route) =>
      route.request().method() === 'PATCH' ? route.abort() : route.continue(),
    );
    await press('Resume');
    await page.getByRole('alert').waitFor();
    await page.unrouteAll();
    await press('Resume');
    await page.getByText('Customer resumed').waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    await profile.close();
  });

  it('a customer with any ID has a page that survives a reload', async () => {
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

  it("a customer's portal is opened from its page", async () => {
    const { page, profile, inWorkspace, press } = await openConsole(stage);
    await stage.issue({ customer: 'cus_visit', name: 'Seen in the portal' });
    await inWorkspace('/customers/cus_visit');
    const opened = profile.waitForEvent('page');
    await press('Open portal as this customer');
    const portal = await opened;
    await portal.getByRole('link', { name: 'Seen in the portal' }).waitFor();
    await press('End portal sessions');
    await page.getByText('1 portal session ended').waitFor();
    await portal.reload();
    await portal.getByRole('heading', { level: 1, name: /no longer valid/ }).waitFor();
    await closeQuietly(profile);
  });
});
