/** Signing in to the console by link, key and OpenID Connect; what each role sees; and how a session ends. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { type OpenIdProvider, startOpenIdProvider } from '../../../tools/testing/openid.ts';
import { until } from '../../../tools/testing/until.ts';
import { closeQuietly, consoleIn, openConsole } from './support/console.ts';
import { chooseInMenu } from './support/menu.ts';
import { browser, DEADLINE_MS, type Stage, setStage, shownKey, WORKSPACE } from './support/stage.ts';

describe('Signing in to the console', { skip: browser.skip }, () => {
  let stage: Stage;
  let provider: OpenIdProvider;
  let origin: string;
  before(async () => {
    provider = await startOpenIdProvider();
    stage = await setStage({ openid: { ...provider, name: 'Acme Login' } });
    origin = `http://localhost:${stage.authority.port}`;
    provider.register(`${origin}/console/openid/callback`);
  });
  after(async () => {
    await stage.stop();
    await provider.stop();
  });

  const door = async (): Promise<Page> => {
    const page = await (await stage.profile({ locale: 'en' })).newPage();
    await page.goto(`${origin}/console/`);
    await page.getByRole('link', { name: 'Sign in with Acme Login' }).waitFor();
    return page;
  };
  const signIn = async (subject: string): Promise<Page> => {
    const page = await door();
    provider.next = subject;
    await page.getByRole('link', { name: 'Sign in with Acme Login' }).click();
    return page;
  };

  it('a link signs in once, and its code is kept nowhere', async () => {
    const { url } = await stage.call<{ url: string }>('POST', '/v1/console/codes', {});
    const code = url.split('#')[1] ?? '';
    const profile = await stage.profile({ locale: 'en' });
    const page = await profile.newPage();
    await page.goto(url);
    await page.waitForURL(/\/console\/ses_[\w-]+\/workspaces$/);
    await page.getByRole('link', { name: 'Acme Orders' }).waitFor();
    await page.goBack().catch(() => undefined);
    assert.ok(!page.url().includes(code));
    const other = await (await stage.profile({ locale: 'en' })).newPage();
    await other.goto(url);
    await other.getByText('This link was already used').waitFor();
    await other.getByRole('heading', { level: 1, name: 'Sign in to the console' }).waitFor();
    await closeQuietly(profile);
  });

  it('signs in with a key and only the keyboard; a wrong key is reported, and no key is left behind', async () => {
    const page = await door();
    const key = stage.authority.adminKey;
    await page.getByLabel('Administrator key').focus();
    await page.keyboard.type('nonsense');
    await page.keyboard.press('Enter');
    await page.getByText('This key isn’t valid').waitFor();
    await page.getByLabel('Administrator key').fill(key);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/workspaces$/);
    const left = await page.evaluate<string>(
      'JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, location.href])',
    );
    assert.ok(!left.includes(key.slice(20, 60)));
    assert.equal(await page.evaluate('document.cookie'), '', 'scripts see no cookie');
    await page.reload();
    await page.getByRole('link', { name: 'Acme Orders' }).waitFor();
    await chooseInMenu(page, 'Sign out');
    await page.getByLabel('Administrator key').waitFor();
    await closeQuietly(page.context());
  });

  it('signs in with OpenID Connect: a person without a role is told so, one with a role gets to the linked page', async () => {
    provider.accounts.set('sub-eve', { email: 'eve@acme.example', email_verified: true });
    const refused = await signIn('sub-eve');
    await refused.getByText('You don’t have access').waitFor();
    assert.ok(!refused.url().includes('error'));
    await stage.call('PUT', '/v1/people/eve@acme.example', {
      name: 'Eve',
      roles: [{ workspace: WORKSPACE, role: 'viewer' }],
    });
    const page = await signIn('sub-eve');
    await page.getByText('Eve', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Acme Orders' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await closeQuietly(page.context());
    await closeQuietly(refused.context());
  });

  it('each role is offered exactly what it may do', async () => {
    const { key } = await stage.issue({ customer: 'cus_roles', name: 'Of roles' });
    const offers = {
      viewer: { create: 0, revokeMany: 0, revoke: 0, rotate: 0, settings: 0, portal: 0, suspend: 0 },
      support: { create: 0, revokeMany: 1, revoke: 1, rotate: 0, settings: 0, portal: 0, suspend: 0 },
      operator: { create: 1, revokeMany: 1, revoke: 1, rotate: 1, settings: 0, portal: 1, suspend: 0 },
      owner: { create: 1, revokeMany: 1, revoke: 1, rotate: 1, settings: 1, portal: 1, suspend: 1 },
    };
    for (const [role, expected] of Object.entries(offers)) {
      provider.accounts.set(`of-${role}`, {});
      await stage.call('PUT', `/v1/people/of-${role}`, { roles: [{ workspace: WORKSPACE, role }] });
      const page = await signIn(`of-${role}`);
      await page.getByRole('link', { name: 'Acme Orders' }).waitFor();
      const { inWorkspace } = consoleIn(page, page.context());
      assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0, role);
      assert.equal(await page.getByRole('link', { name: 'Administrator keys' }).count(), 0, role);
      const count = (kind: 'link' | 'button', name: string) =>
        page.getByRole(kind, { name, exact: true }).count();
      await inWorkspace('/keys');
      await page.getByRole('link', { name: 'Of roles' }).waitFor();
      const list = {
        create: await count('link', 'Create key'),
        revokeMany: await count('link', 'Revoke keys in bulk'),
        settings: await count('link', 'Settings'),
      };
      await inWorkspace(`/keys/${key.id}`);
      const detail = { revoke: await count('button', 'Revoke'), rotate: await count('link', 'Rotate') };
      await inWorkspace('/customers/cus_roles');
      const customer = {
        portal: await count('button', 'Open portal as this customer'),
        suspend: await count('button', 'Suspend'),
      };
      assert.deepEqual({ role, ...list, ...detail, ...customer }, { role, ...expected });
      await closeQuietly(page.context());
    }
  });

  it('removing a role takes effect at once, even in an open page', async () => {
    const { token } = await stage.issue({ customer: 'cus_taken', name: 'Taken' });
    provider.accounts.set('of-taken', {});
    await stage.call('PUT', '/v1/people/of-taken', { roles: [{ workspace: WORKSPACE, role: 'support' }] });
    const page = await signIn('of-taken');
    await page.getByRole('link', { name: 'Acme Orders' }).click();
    await page.getByRole('link', { name: 'Keys', exact: true }).click();
    await page.getByRole('link', { name: 'Taken', exact: true }).click();
    await page.getByRole('button', { name: 'Revoke', exact: true }).click();
    await stage.call('PUT', '/v1/people/of-taken', { roles: [{ workspace: WORKSPACE, role: 'viewer' }] });
    await page.getByRole('button', { name: 'Revoke permanently' }).click();
    await page.getByRole('alertdialog').getByRole('alert').waitFor();
    await stage.answers(token, 200);
    await closeQuietly(page.context());
  });

  it('input is kept when a session ends in the middle of a form', async () => {
    const { page, profile, inWorkspace, fill } = await openConsole(stage);
    await inWorkspace('/keys/new');
    await fill('Customer', 'cus_kept');
    await fill('Name', 'Kept through it all');
    await page.getByLabel('Read orders').check();
    // Signed out in another tab of the same browser.
    const session = /ses_[\w-]+/.exec(page.url())?.[0] ?? '';
    const status = await page.evaluate<number>(
      `fetch('/v1/session/end', { method: 'POST', headers: { 'x-lostwax-session': '${session}' } }).then((it) => it.status)`,
    );
    assert.equal(status, 204);
    await page.getByRole('button', { name: 'Create key' }).click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('Your session has ended').waitFor();
    await dialog.getByLabel('Administrator key').fill(stage.authority.adminKey);
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Kept through it all');
    assert.equal(await page.getByLabel('Customer', { exact: true }).inputValue(), 'cus_kept');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByRole('heading', { level: 1, name: 'Your new key' }).waitFor();
    await closeQuietly(profile);
  });

  it('warns about the first key until a named one replaces it; the last one cannot be revoked', async () => {
    const { page, profile, go, fill, press } = await openConsole(stage);
    await page.getByText('The first administrator key is still active').waitFor();
    await page.getByRole('link', { name: /Create named keys/ }).click();
    await page.getByRole('link', { name: 'first key' }).click();
    await press('Revoke');
    await press('Revoke permanently');
    await page.getByRole('alertdialog').getByRole('alert').waitFor();
    await press('Cancel');
    await go('/w/lostwax/keys/new');
    await fill('Owner', 'jane');
    await fill('Name', 'Jane');
    await page.getByRole('checkbox', { name: /^Full access/ }).check();
    await page.getByRole('radio', { name: 'Never' }).check();
    await press('Create key');
    const token = await shownKey(page);
    const own = await door();
    await own.getByLabel('Administrator key').fill(token);
    await own.keyboard.press('Enter');
    await own.waitForURL(/\/workspaces$/);
    const jane = consoleIn(own, own.context());
    await jane.go('/w/lostwax/keys');
    await own.getByRole('link', { name: 'first key' }).click();
    await jane.press('Revoke');
    await jane.press('Revoke permanently');
    await own.getByRole('alertdialog').waitFor({ state: 'detached' });
    await until('the warning is gone', DEADLINE_MS, async () => {
      await jane.go('/workspaces');
      return (await own.getByText('The first administrator key is still active').count()) === 0;
    });
    // Everyone who was signed in with the first key is signed out.
    await page.reload();
    await page.getByText('Your session has ended').waitFor();
    await closeQuietly(own.context());
    await closeQuietly(profile);
  });
});
