import { withKey } from '../load/load.ts';
import { Pool } from '../load/pool.ts';
import type { Row } from '../report.ts';
import { percentile } from '../rounds.ts';
import { issue, type RevocationOrder } from './under-load.ts';
import { untilAnswer } from './watch.ts';

/** What is created, where it is checked, and what the figures are called. */
export interface ActivationOrder extends Pick<RevocationOrder, 'authority' | 'set' | 'urls' | 'atATime'> {
  readonly count: number;
  readonly name: string;
}

/** How soon new keys are accepted. */
export async function activate(order: ActivationOrder): Promise<readonly Row[]> {
  const { authority, set, urls, atATime, count, name } = order;
  const pools = await Promise.all(urls.map((url) => Pool.open(url, atATime)));
  const delays: number[] = [];
  const createOne = async (): Promise<void> => {
    const [made] = await issue(authority, set, 1);
    const answered = performance.now();
    const lines = withKey(made?.token ?? '');
    const accepted = await Promise.all(pools.map((pool) => untilAnswer(pool, lines, 200)));
    for (const at of accepted) delays.push(at - answered);
  };
  try {
    let left = count;
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        for (; left > 0; ) {
          left -= 1;
          await createOne();
        }
      }),
    );
  } finally {
    for (const pool of pools) pool.close();
  }
  const what = `${name}, ${count.toLocaleString('en')} keys`;
  return [
    { what: `${what}, median`, value: percentile(delays, 0.5), unit: 'ms' },
    { what: `${what}, p99`, value: percentile(delays, 0.99), unit: 'ms' },
  ];
}
