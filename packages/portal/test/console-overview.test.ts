/** The first page of a workspace: where its numbers link to, and the names in its recent activity. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { until } from '../../../tools/testing/until.ts';
import { closeQuietly, openConsole } from './support/console.ts';
import { browser, DEADLINE_MS, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

describe('the overview of a workspace', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  it('"Expiring soon" links to exactly the keys that it counts, the next to expire first', async () => {
    for (const [name, expiresAt] of [
      ['in 20 days', inDays(20)],
      ['in 2 days', inDays(2)],
      ['in 40 days', inDays(40)],
      ['never', null],
    ] as const)
      await stage.issue({ customer: 'cus_expiring', name, expiresAt });
    const { key: revoked } = await stage.issue({ customer: 'cus_expiring', name: 'x', expiresAt: inDays(1) });
    await stage.call('POST', `${base}/keys/${revoked.id}/revoke`, {});
    const { page, profile, inWorkspace } = await openConsole(stage);
    await inWorkspace('/overview');
    const stat = page.getByRole('link', { name: /^Expiring soon/ });
    assert.match((await stat.textContent()) ?? '', /soon2/);
    await stat.click();
    const rows = page.locator('tbody a[data-row-link]');
    const shown = (expected: readonly string[]) =>
      until(`shows ${expected.join()}`, DEADLINE_MS, async () => {
        return JSON.stringify(await rows.allTextContents()) === JSON.stringify(expected);
      });
    await shown(['in 2 days', 'in 20 days']);
    await page.reload();
    await shown(['in 2 days', 'in 20 days']);
    assert.equal(await page.getByLabel('Status').inputValue(), 'expiring');
    await page.getByLabel('Status').selectOption('');
    await until('all four again', DEADLINE_MS, async () => (await rows.count()) === 4);
    await closeQuietly(profile);
  });

  it('a gateway that does not report is named, and a link leads to it', async () => {
    const { items } = await stage.call<{ items: { id: string }[] }>('GET', `${base}/readers`);
    assert.equal(items.length, 1, 'the gate, which reports');
    const silent = { name: 'Edge us-1', kind: 'gateway', refreshSeconds: 5 };
    const { id } = await stage.call<{ id: string }>('POST', `${base}/readers`, silent);
    const { page, profile, inWorkspace } = await openConsole(stage);
    await inWorkspace('/overview');
    const stats = page.getByRole('list', { name: 'At a glance' });
    await stats.getByRole('link', { name: 'Edge us-1' }).click();
    await page.getByRole('heading', { level: 1, name: 'Edge us-1' }).waitFor();
    await stage.call('DELETE', `${base}/readers/${id}`);
    await closeQuietly(profile);
  });

  it('each card is one link, which the keyboard reaches', async () => {
    const { page, profile, inWorkspace } = await openConsole(stage);
    await inWorkspace('/overview');
    const link = page.getByRole('link', { name: /^Active keys/ });
    await link.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
    await closeQuietly(profile);
  });

  it('recent activity links keys and customers, and names gateways', async () => {
    await stage.issue({ customer: 'cus_active', name: 'Made just now' });
    await stage.call('PATCH', `${base}/customers/cus_active`, { name: 'Active, Inc.' });
    await stage.call('POST', `${base}/readers`, { name: 'Edge eu-1', kind: 'gateway', refreshSeconds: 5 });
    const { page, profile, inWorkspace } = await openConsole(stage);
    await inWorkspace('/overview');
    const event = (action: string, about: string) =>
      page.locator('.activity li').filter({ hasText: action }).filter({ hasText: about });
    await event('Gateway added', 'Edge eu-1').waitFor();
    await event('Key created', 'Made just now').getByRole('link', { name: 'Active, Inc.' }).waitFor();
    await event('Customer updated', 'Active, Inc.').getByRole('link', { name: 'Active, Inc.' }).click();
    await page.getByRole('heading', { level: 1, name: 'Active, Inc.' }).waitFor();
    await closeQuietly(profile);
  });

  it('on a phone, times without a column heading are labeled', async () => {
    await stage.issue({ customer: 'cus_phone', name: 'Seen on a phone', expiresAt: inDays(3) });
    await stage.call('PUT', '/v1/people/new@acme.example', { roles: [{ workspace: null, role: 'viewer' }] });
    const { page, profile, go, inWorkspace } = await openConsole(stage, {
      viewport: { width: 320, height: 700 },
    });
    /** `textContent` doesn't include the text of pseudo-elements. */
    const label = async (cell: string): Promise<string> => {
      await page.locator(cell).first().waitFor();
      return page.evaluate<string>(
        `getComputedStyle(document.querySelector(${JSON.stringify(cell)}), '::before').content`,
      );
    };
    await inWorkspace('/keys?customer=cus_phone');
    assert.equal(await label('td.used'), '"Last used: "');
    assert.equal(await label('td.expires.warned'), '"Expires: "');
    await go('/people');
    assert.equal(await label('tbody td:nth-child(3)'), '"Last signed in: "');
    await inWorkspace('/gateways');
    assert.equal(await label('tbody td:nth-child(4)'), '"Last seen: "');
    await closeQuietly(profile);
  });
});
