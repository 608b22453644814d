import type { Page } from 'playwright-core';

/** Fills in the first fields of a new key. */
export async function beginKey(page: Page, name: string, type: string): Promise<void> {
  await page.getByRole('link', { name: 'Create key', exact: true }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Read orders').check();
  await page.getByRole('radio', { name: type, exact: true }).check();
}

/** Leaves the screen of a new key. */
export function leaveNewKey(page: Page): Promise<void> {
  return page.locator('.shown ~ .buttons > a').first().click();
}

/** Revokes the key on its page. */
export async function revokeKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke permanently' }).click();
}

/** The client ID of a new OAuth client. */
export async function clientIdShown(page: Page): Promise<string> {
  const part = page.locator('.given', { has: page.getByRole('button', { name: /Client ID/ }) });
  return `${await part.locator('code').textContent()}`;
}
