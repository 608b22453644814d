import type { Browser } from 'playwright-core';
import type { RunningAuthority } from '../../../tools/testing/authority.ts';

/** One first load of the portal, with an empty cache. */
export interface Loading {
  /** All scripts loaded, as transferred; 1 kB is 1,000 bytes. */
  readonly scriptKilobytes: number;
  /** From the end of the response that lists the keys to the frame that shows them. */
  readonly paintedMilliseconds: number;
  /** From navigation to first contentful paint. */
  readonly contentfulMilliseconds: number;
}

/** Records when the first rows were painted: the frame after the one in which they were inserted. */
const watchRows = `new MutationObserver((_, observer) => {
  if (document.querySelector('tbody tr') === null) return;
  observer.disconnect();
  requestAnimationFrame(() => requestAnimationFrame((at) => { window.rowsPaintedAt = at; }));
}).observe(document, { childList: true, subtree: true });`;

const figures = `(async () => {
  while (window.rowsPaintedAt === undefined) await new Promise(requestAnimationFrame);
  const resources = performance.getEntriesByType('resource');
  const script = resources.filter(({ name }) => new URL(name).pathname.endsWith('.js'));
  const keys = resources.find(({ name }) => /\\/keys\\?/.test(name));
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return {
    scriptKilobytes: script.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1000,
    paintedMilliseconds: window.rowsPaintedAt - keys.responseEnd,
    contentfulMilliseconds: paint.startTime,
  };
})()`;

/**
 * Opens a customer's portal in a new profile and waits for its list.
 *
 * @param slowdown - 4 means a processor at a quarter of the speed.
 */
export async function loadPortal(
  browser: Browser,
  authority: RunningAuthority,
  slug: string,
  customer: string,
  slowdown: number,
): Promise<Loading> {
  const { url } = await authority.call<{ url: string }>('POST', `/v1/workspaces/${slug}/portal-sessions`, {
    customer,
  });
  const profile = await browser.newContext();
  try {
    const page = await profile.newPage();
    const debuggerOfPage = await profile.newCDPSession(page);
    await debuggerOfPage.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.addInitScript(watchRows);
    await page.goto(url);
    return await page.evaluate<Loading>(figures);
  } finally {
    await profile.close();
  }
}
