import type { Page } from 'playwright-core';

/** Opens the menu at the right of the top bar and chooses this item. */
export async function chooseInMenu(page: Page, words: string): Promise<void> {
  await page.locator('header [aria-haspopup=menu]').click();
  await page.getByRole('menu').getByText(words, { exact: true }).click();
}
