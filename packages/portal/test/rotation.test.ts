/** The page of a rotation states only what is known about its keys, and never leads to a customer without a working key. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Key } from '@lostwax/client';
import type { Page } from 'playwright-core';
import { until } from '../../../tools/testing/until.ts';
import { violations } from './support/axe.ts';
import { browser, DEADLINE_MS, type Stage, setStage, WORKSPACE } from './support/stage.ts';

const base = `/v1/workspaces/${WORKSPACE}`;
const END = 'Expire old key now';

describe('A rotation in the portal', { skip: browser.skip }, () => {
  let stage: Stage;
  before(async () => {
    stage = await setStage();
  });
  after(() => stage.stop());

  interface Rotated {
    readonly page: Page;
    readonly old: { readonly key: Key; readonly token: string };
    readonly successor: { readonly key: Key; readonly token: string };
  }
  interface Choice {
    /** Of the old key, and of its rotation by the producer. */
    readonly issue?: object;
    readonly rotate?: object;
    /** Of the customer's session. */
    readonly session?: object;
  }
  const rotated = async (customer: string, choice: Choice = {}): Promise<Rotated> => {
    const { issue = {}, rotate = {}, session = {} } = choice;
    const old = await stage.issue({ customer, name: 'Rotated', ...issue });
    const successor = await stage.call<Rotated['successor']>(
      'POST',
      `${base}/keys/${old.key.id}/rotate`,
      rotate,
    );
    const page = await stage.portal({ customer, ...session });
    await page.locator(`a[href$="${old.key.id}"]`).click();
    await page.getByRole('heading', { name: 'Rotation in progress' }).waitFor();
    return { page, old, successor };
  };
  const end = (page: Page) => page.getByRole('button', { name: END });

  // Mostly waiting for the page's next look at its keys, so they wait at the same time.
  describe('of customers of their own', { concurrency: 3 }, () => {
    it('once the new key is revoked, disabled or expired, the page warns and does not offer to end the old one', async () => {
      const ends: Readonly<Record<string, (id: string, page: Page) => Promise<unknown>>> = {
        revoked: (id) => stage.call('POST', `${base}/keys/${id}/revoke`, {}),
        disabled: async (id, page) => {
          const other = await page.context().newPage();
          await other.goto(page.url().replace(/[^/]+$/, id));
          await other.getByRole('button', { name: 'Disable', exact: true }).click();
          await other.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
          await other.getByText('This key is disabled.').waitFor();
        },
        expired: (id) =>
          stage.call('PATCH', `${base}/keys/${id}`, {
            expiresAt: new Date(Date.now() + 1_000).toISOString(),
          }),
      };
      for (const [state, endNew] of Object.entries(ends)) {
        const { page, old, successor } = await rotated(`cus_${state}`);
        await page.getByText(/^Both keys work until/).waitFor();
        await end(page).waitFor();
        await endNew(successor.key.id, page);
        await page.getByText(`The new key is ${state}`).waitFor();
        assert.equal(await page.getByText(/^Both keys work until/).count(), 0);
        assert.equal(await page.getByText('safe to expire').count(), 0);
        assert.equal(await end(page).count(), 0);
        assert.deepEqual(await violations(page), [], state);
        // Its advice works.
        await page.getByRole('button', { name: 'Undo rotation' }).click();
        await page.getByRole('alertdialog').getByRole('button', { name: 'Undo rotation' }).click();
        await page.getByRole('alertdialog').waitFor({ state: 'detached' });
        const { state: kept, replacedBy, expiresAt } = await stage.key(old.key.id);
        assert.deepEqual([kept, replacedBy, expiresAt], ['active', null, null]);
        await stage.answers(old.token, 200);
        await page.context().close();
      }
    });

    it('if the provider disabled the new key, the page refers the customer to the provider', async () => {
      const { page, successor } = await rotated('cus_by_provider');
      await stage.call('POST', `${base}/keys/${successor.key.id}/disable`);
      await page.getByText('Your provider disabled the new key').waitFor();
      for (const name of ['Undo rotation', END])
        assert.equal(await page.getByRole('button', { name }).count(), 0, name);
      await page.context().close();
    });

    const MOVE = 'Change expiration';
    const UNDO = 'Undo rotation';
    const offered = async (page: Page): Promise<readonly string[]> => {
      const found = [];
      for (const name of [MOVE, UNDO, END])
        if ((await page.getByRole('button', { name }).count()) > 0) found.push(name);
      return found;
    };
    const rotateOnly = { can: ['view', 'rotate'] };

    it('a session without the right to create keys is offered what the authority would allow', async () => {
      const both = ['orders:read', 'orders:write'];
      const cases: Readonly<Record<string, Choice & { readonly undo: boolean }>> = {
        same: { issue: { scopes: both }, undo: true },
        less: { issue: { scopes: both }, rotate: { scopes: ['orders:read'] }, undo: false },
        claims: { issue: { claims: { plan: 'gold' } }, rotate: { claims: { plan: 'free' } }, undo: false },
        ceiling: { issue: { scopes: both }, session: { scopes: ['orders:read'] }, undo: false },
      };
      for (const [name, { undo, session = {}, ...choice }] of Object.entries(cases)) {
        const may = { ...rotateOnly, ...session };
        const { page, old, successor } = await rotated(`cus_only_${name}`, { ...choice, session: may });
        await end(page).waitFor();
        assert.deepEqual(await offered(page), undo ? [MOVE, UNDO, END] : [MOVE, END], name);
        await page.getByRole('button', { name: MOVE }).click();
        const dialog = page.getByRole('dialog');
        assert.equal(await dialog.getByLabel('In 7 days').count(), undo ? 1 : 0, name);
        // The offered actions work.
        await dialog.getByLabel('In 1 hour').check();
        await dialog.getByRole('button', { name: 'Save' }).click();
        await dialog.waitFor({ state: 'detached' });
        const { expiresAt } = await stage.key(old.key.id);
        assert.ok(Date.parse(expiresAt ?? '') < Date.now() + 2 * 3_600_000, name);
        await stage.call('POST', `${base}/keys/${successor.key.id}/revoke`, {});
        await page.getByText('The new key is revoked').waitFor();
        assert.equal(await page.getByText('You don’t have permission to undo').count(), undo ? 0 : 1, name);
        await page.context().close();
      }
    });

    it('a session that may create keys is not offered what the provider or a newer rotation prevents', async () => {
      const disabled = await rotated('cus_old_disabled');
      await stage.call('POST', `${base}/keys/${disabled.old.key.id}/disable`);
      await disabled.page.getByRole('button', { name: UNDO }).waitFor({ state: 'detached' });
      await disabled.page.context().close();
      const twice = await rotated('cus_twice');
      await twice.page.getByRole('button', { name: UNDO }).waitFor();
      await stage.call('POST', `${base}/keys/${twice.successor.key.id}/rotate`, {});
      await twice.page.getByRole('button', { name: UNDO }).waitFor({ state: 'detached' });
      await twice.page.context().close();
    });

    it('the list says whether the new key takes over or is refused', async () => {
      const { page, successor } = await rotated('cus_listed');
      await page.getByRole('link', { name: 'All keys' }).click();
      await page.getByText('Rotation in progress').waitFor();
      await stage.call('POST', `${base}/keys/${successor.key.id}/revoke`, {});
      // The successor may be in the list, or has to be fetched.
      for (const place of ['keys', 'keys?state=active']) {
        await page.goto(page.url().replace(/keys.*$/, place));
        await page.getByText('New key not working').waitFor();
        assert.equal(await page.getByText('Rotation in progress').count(), 0, place);
      }
      await page.context().close();
    });

    it('the confirmation before revoking or disabling the new key says that the old one still expires', async () => {
      const { page } = await rotated('cus_new_first');
      await page.locator('.pair a').last().click();
      for (const ask of ['Revoke', 'Disable']) {
        await page.getByRole('button', { name: ask, exact: true }).click();
        await page.getByRole('alertdialog').getByText('After that, neither key works').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('alertdialog').waitFor({ state: 'detached' });
      }
      await page.locator('.pair a').first().click();
      await page.getByRole('button', { name: 'Revoke', exact: true }).click();
      await page.getByRole('alertdialog').waitFor();
      assert.equal(await page.getByText('neither key works').count(), 0);
      await page.context().close();
    });

    it('ending the old key is refused if the new one ended while the dialog was open', async () => {
      const { page, old, successor } = await rotated('cus_meanwhile');
      await end(page).click();
      const dialog = page.getByRole('alertdialog');
      await dialog.waitFor();
      await stage.call('POST', `${base}/keys/${successor.key.id}/revoke`, {});
      await dialog.getByRole('button', { name: END }).click();
      await dialog.getByText('Nothing was changed').waitFor();
      await stage.answers(old.token, 200);
      assert.equal((await stage.key(old.key.id)).state, 'active');
      await page.context().close();
    });

    it('no advice is given while the connection is lost', async () => {
      const { page } = await rotated('cus_stale');
      await page.getByText('Not all usage is reported here.').waitFor();
      await page.context().setOffline(true);
      await page.getByText('Checking both keys.').waitFor();
      await page.context().setOffline(false);
      await page.getByText('Not all usage is reported here.').waitFor();
      await page.context().close();
    });
  });

  // Last and alone, because it changes the workspace.
  it('nothing is called unused while reports may be pending or a reader may be unregistered', async () => {
    const { page, old } = await rotated('cus_reported');
    const report = (items: readonly object[] = []) =>
      stage.call('POST', `${base}/usage`, { items, reader: stage.reader });
    await report();
    await page.getByText('Not all usage is reported here.').waitFor();
    await stage.call('PATCH', base, { allReadersRegistered: true });
    const second = await rotated('cus_reported_in_full');
    await page.context().close();
    await report();
    await second.page.getByText('Usage since the rotation isn’t available yet.').waitFor();
    for (const words of ['safe to expire', 'Never used'])
      assert.equal(await second.page.getByText(words).count(), 0, words);
    await until('the uses until then are known', DEADLINE_MS, async () => {
      await report();
      const { usageKnown } = await stage.key(second.old.key.id);
      return usageKnown !== null && Date.parse(usageKnown.until) > Date.parse(second.successor.key.createdAt);
    });
    await second.page.getByText('It looks safe to expire.').waitFor();
    await report([{ kid: second.old.key.id, at: new Date().toISOString(), count: 1 }]);
    await second.page.getByText('Something still depends on it.').waitFor();
    assert.equal((await stage.key(old.key.id)).usageTracking, 'full');
    await stage.call('PATCH', base, { allReadersRegistered: false });
    await second.page.context().close();
  });
});
