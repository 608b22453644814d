/** The page of one key: its actions, the focus after them, and an Undo that is offered only if it would succeed. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Key } from '@lostwax/client';
import type { Page } from 'playwright-core';
import { until } from '../../../tools/testing/until.ts';
import { violations } from './support/axe.ts';
import { closeQuietly, openConsole } from './support/console.ts';
import { browser, DEADLINE_MS, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;
const UNDO = 'Undo rotation';

describe('the page of a key', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  const focused = (page: Page) => page.evaluate<string>('document.activeElement.tagName');
  const headingFocused = (page: Page): Promise<true> =>
    until('the heading has the focus', DEADLINE_MS, async () => (await focused(page)) === 'H1');
  const rotate = async (id: string, body: object = {}): Promise<Key> =>
    (await stage.call<{ key: Key }>('POST', `${base}/keys/${id}/rotate`, body)).key;
  const openKey = async (page: Page, id: string): Promise<void> => {
    await page.goto(page.url().replace(/\/keys.*$/, `/keys/${id}`));
    await page.getByRole('heading', { level: 1 }).waitFor();
  };

  it('has only Revoke in its danger zone, and no danger zone without that permission or for an ended key', async () => {
    const { key } = await stage.issue({ customer: 'cus_danger', name: 'In danger' });
    const page = await stage.portal({ customer: 'cus_danger' });
    await openKey(page, key.id);
    const zone = page.getByRole('region', { name: 'Danger zone' });
    assert.deepEqual(await zone.getByRole('button').allTextContents(), ['Revoke']);
    assert.equal(await page.getByRole('button', { name: 'Revoke', exact: true }).count(), 1);
    assert.deepEqual(await violations(page), []);
    await zone.getByRole('button').click();
    await page.getByRole('alertdialog').locator('button[type=submit]').click();
    await zone.waitFor({ state: 'detached' });
    await headingFocused(page);
    await page.context().close();
    const { key: seen } = await stage.issue({ customer: 'cus_danger', name: 'Only seen' });
    const viewer = await stage.portal({ customer: 'cus_danger', can: ['view'] });
    await openKey(viewer, seen.id);
    assert.equal(await viewer.getByText('Danger zone').count(), 0);
    await viewer.context().close();
  });

  it('moves the focus to the heading after an action, even if the row stays, and to the button after Cancel', async () => {
    await stage.issue({ customer: 'cus_focus', name: 'Stays' });
    const page = await stage.portal({ customer: 'cus_focus' });
    const ask = async (): Promise<void> => {
      await page.getByRole('button', { name: /Stays$/ }).click();
      await page.getByRole('menuitem', { name: 'Disable' }).click();
    };
    await ask();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await until('the menu has it', DEADLINE_MS, async () => (await focused(page)) === 'BUTTON');
    await ask();
    await page.getByRole('alertdialog').locator('button[type=submit]').click();
    await page.locator('tbody').getByText('Disabled').waitFor();
    await headingFocused(page);
    await page.context().close();
  });

  it('does not offer to undo a rotation while any later successor is live', async () => {
    const { key } = await stage.issue({ customer: 'cus_chain' });
    const chain: Key[] = [];
    for (let at = key.id; chain.length < 3; ) {
      const next = await rotate(at);
      chain.push(next);
      at = next.id;
    }
    const [, later, last] = chain;
    assert.ok(later && last);
    await stage.call('POST', `${base}/keys/${later.id}/revoke`, {});
    const page = await stage.portal({ customer: 'cus_chain' });
    await openKey(page, key.id);
    await page.getByRole('button', { name: 'Change expiration' }).waitFor();
    await page.waitForLoadState('networkidle');
    assert.equal(await page.getByRole('button', { name: UNDO }).count(), 0);
    await stage.call('POST', `${base}/keys/${last.id}/revoke`, {});
    await page.getByRole('button', { name: UNDO }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: UNDO }).click();
    await page.getByText('Rotation undone').waitFor();
    assert.equal((await stage.key(key.id)).replacedBy, null);
    await page.context().close();
  });

  it("offers Undo to a session that may only rotate if the new key has the old one's lifetime", async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    for (const [days, offered] of [
      [60, true],
      [20, false],
    ] as const) {
      const customer = `cus_life_${days}`;
      const { key } = await stage.issue({ customer, expiresAt: inDays(40) });
      await rotate(key.id, { expiresAt: inDays(days) });
      const page = await stage.portal({ customer, can: ['view', 'rotate'] });
      await openKey(page, key.id);
      await page.getByRole('button', { name: 'Change expiration' }).waitFor();
      await page.waitForLoadState('networkidle');
      assert.equal(await page.getByRole('button', { name: UNDO }).count(), offered ? 1 : 0, String(days));
      await page.context().close();
    }
  });

  it("does not offer Undo in the console for a suspended customer or beyond the customer's limits", async () => {
    const { key } = await stage.issue({ customer: 'cus_limits' });
    await rotate(key.id);
    const { page, profile, inWorkspace } = await openConsole(stage);
    const undo = page.getByRole('button', { name: UNDO });
    await inWorkspace(`/keys/${key.id}`);
    await undo.waitFor();
    for (const [limit, lifted] of [
      [{ state: 'suspended' }, { state: 'active' }],
      [{ scopes: ['orders:write'] }, { scopes: null }],
    ]) {
      await stage.call('PATCH', `${base}/customers/cus_limits`, limit);
      await undo.waitFor({ state: 'detached' });
      await stage.call('PATCH', `${base}/customers/cus_limits`, lifted);
      await undo.waitFor();
    }
    await undo.click();
    await page.getByRole('alertdialog').getByRole('button', { name: UNDO }).click();
    await page.getByText('Rotation undone').waitFor();
    await closeQuietly(profile);
  });

  it('says of a key from another system that it was imported, in the list, on its page, in its history and in the console', async () => {
    const pin = createHash('sha256').update('a key of another system').digest('base64url');
    const { items } = await stage.call<{ items: { keyId: string }[] }>('POST', `${base}/keys:import`, {
      items: [{ pin, customer: 'cus_moved', name: 'From before' }],
    });
    const [{ keyId = '' } = {}] = items;
    for (const [locale, imported, event, created] of [
      ['en', 'Imported', 'Imported key', 'Created'],
      ['de', 'Importiert', 'Schlüssel importiert', 'Erstellt'],
    ] as const) {
      const page = await stage.portal({ customer: 'cus_moved', locale });
      await page.getByRole('cell', { name: imported }).waitFor();
      await page.setViewportSize({ width: 375, height: 800 });
      await page.getByText(imported, { exact: true }).waitFor();
      await openKey(page, keyId);
      assert.equal(await page.getByRole('term').filter({ hasText: imported }).count(), 1);
      assert.equal(await page.getByRole('term').filter({ hasText: created }).count(), 0);
      await page.locator('.history').getByText(event).waitFor();
      assert.deepEqual(await violations(page), []);
      await page.context().close();
    }
    const { page, profile, inWorkspace } = await openConsole(stage);
    await inWorkspace(`/keys/${keyId}`);
    await page.getByRole('term').filter({ hasText: 'Imported' }).waitFor();
    await inWorkspace('/audit');
    await page.getByText('Key imported', { exact: true }).first().waitFor();
    await closeQuietly(profile);
  });
});
