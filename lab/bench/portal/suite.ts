import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { needed } from '../../../tools/peers/peer.ts';
import type { RunningAuthority } from '../../../tools/testing/authority.ts';
import { inFolder } from '../folder.ts';
import { type BenchOptions, boundRow, type Figures, type Row } from '../report.ts';
import { startSets } from '../sets.ts';
import { type Loading, loadPortal } from './load-portal.ts';

const CUSTOMER = 'cus_many';
const MOST_KEYS_OF_CUSTOMER = 10_000;
const BATCH = 1_000;
const PAGES = 200;
const ROUNDS = 10;

/** The pages in a browser on this machine, and the list request they make, in a workspace with all the keys. */
export async function portal({ keys }: BenchOptions): Promise<Figures> {
  const program = await needed('chromium');
  return await inFolder(async (folder) => {
    const { authority, sets } = await startSets(join(folder, 'data'), [keys]);
    try {
      const slug = sets[0]?.slug ?? '';
      const list = await listing(authority, slug, keys);
      const owned = Math.min(keys, MOST_KEYS_OF_CUSTOMER);
      await issue(authority, slug, owned);
      return { rows: [list, ...(await pages(authority, slug, owned, program))], curves: [] };
    } finally {
      await authority.stop();
    }
  });
}

/** Pages through all keys, 50 at a time. */
async function listing(authority: RunningAuthority, slug: string, keys: number): Promise<Row> {
  const times: number[] = [];
  for (let page = 0, cursor = ''; page < PAGES; page++) {
    const from = performance.now();
    const { nextCursor } = await authority.call<{ nextCursor: string | null }>(
      'GET',
      `/v1/workspaces/${slug}/keys?limit=50${cursor}`,
    );
    times.push(performance.now() - from);
    cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
  }
  return boundRow(`list 50 of ${keys.toLocaleString('en')} keys, p99`, quantile(times, 0.99), 'ms', 20);
}

async function issue(authority: RunningAuthority, slug: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const items = Array.from({ length: Math.min(BATCH, count - from) }, (_, n) => ({
      customer: CUSTOMER,
      name: `Key ${from + n}`,
    }));
    await authority.call('POST', `/v1/workspaces/${slug}/keys:batch`, { items });
  }
}

async function pages(
  authority: RunningAuthority,
  slug: string,
  owned: number,
  program: string,
): Promise<readonly Row[]> {
  // Containers run this as root, where the browser's own sandbox isn't available.
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  try {
    const full: Loading[] = [];
    const slow: Loading[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      full.push(await loadPortal(browser, authority, slug, CUSTOMER, 1));
      slow.push(await loadPortal(browser, authority, slug, CUSTOMER, 4));
    }
    const median = (loads: readonly Loading[], of: keyof Loading): number =>
      quantile(
        loads.map((load) => load[of]),
        0.5,
      );
    const many = `a customer with ${owned.toLocaleString('en')} keys`;
    return [
      boundRow('portal, first load: compressed script', median(full, 'scriptKilobytes'), 'kB', 130),
      boundRow(
        `portal, ${many}: from data to the list painted`,
        median(full, 'paintedMilliseconds'),
        'ms',
        300,
      ),
      boundRow(
        'portal, first contentful paint, processor slowed four times',
        median(slow, 'contentfulMilliseconds'),
        'ms',
        800,
      ),
      boundRow(
        'portal, the same, slowest of ten',
        slow.reduce((most, load) => Math.max(most, load.contentfulMilliseconds), 0),
        'ms',
        800,
      ),
    ];
  } finally {
    await browser.close();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? Number.NaN;
}
