/** A key disabled by the producer is shown as such, and the pages don't offer what the authority would refuse. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browser, type Stage, setStage, WORKSPACE } from './support/stage.ts';

describe('A disabled key', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  const disable = (id: string) => stage.call('POST', `/v1/workspaces/${WORKSPACE}/keys/${id}/disable`);

  it('by the producer, says so and does not offer Enable', async () => {
    const { key } = await stage.issue({ customer: 'cus_off', name: 'Stopped' });
    await disable(key.id);
    const page = await stage.portal({ customer: 'cus_off' });
    await page.getByRole('link', { name: 'Stopped' }).click();
    await page.getByText('Your provider disabled this key').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Enable' }).count(), 0);
    await page.getByRole('button', { name: 'Revoke' }).waitFor();
  });

  it('by the customer, can be enabled until the customer is suspended', async () => {
    await stage.issue({ customer: 'cus_rest', name: 'Resting' });
    const page = await stage.portal({ customer: 'cus_rest' });
    await page.getByRole('link', { name: 'Resting' }).click();
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await page.getByRole('button', { name: 'Enable' }).waitFor();
    await stage.call('PATCH', `/v1/workspaces/${WORKSPACE}/customers/cus_rest`, { state: 'suspended' });
    await page.reload();
    await page.getByText('This key is disabled').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Enable' }).count(), 0);
  });
});
