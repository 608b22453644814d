import type { Page } from 'playwright-core';

/** Where the authority of the pictures is said to be. */
const HOST = 'keys.acme.example';

/** Writes the address that a producer's authority would have in place of the one that it has on this machine: for a picture alone. */
export async function nameHosts(page: Page, port: number): Promise<void> {
  // A string, since it runs in the page.
  await page.evaluate(`{
    const named = (text) => text
      .replaceAll('http://localhost:${port}', 'https://${HOST}')
      .replaceAll('localhost:${port}', '${HOST}')
      .replaceAll('localhost', '${HOST}')
      .replace(/\\b${port}\\b/g, '443');
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode: node } = texts;
      const text = named(node.data);
      if (text !== node.data) node.data = text;
    }
  }`);
}
