import type { Page } from 'playwright-core';

/** The authority's address in the screenshots. */
const HOST = 'keys.acme.example';

/** Replaces the authority's address on this machine with one that a producer might have: for screenshots only. */
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
