import type { RunningAuthority } from '../../../tools/testing/authority.ts';
import { withKey } from '../load/load.ts';
import { Pool } from '../load/pool.ts';
import { boundRow, type Row, rateRow } from '../report.ts';
import { percentile } from '../rounds.ts';
import type { BenchSet } from '../sets.ts';
import { Traffic, untilAnswer } from './watch.ts';

const BATCH = 500;
/** Good requests per second, over all that check keys. */
const GOOD_PER_SECOND = 1_000;
const CONNECTIONS = 16;

/** A key that will be revoked. */
export interface Issued {
  readonly token: string;
  readonly key: { readonly id: string };
}

export async function issue(
  authority: RunningAuthority,
  { slug }: Pick<BenchSet, 'slug'>,
  count: number,
): Promise<readonly Issued[]> {
  const issued: Issued[] = [];
  while (issued.length < count) {
    const items = Array.from({ length: Math.min(BATCH, count - issued.length) }, () => ({
      customer: 'customer-2',
    }));
    const path = `/v1/workspaces/${slug}/keys:batch`;
    issued.push(...(await authority.call<{ items: Issued[] }>('POST', path, { items })).items);
  }
  return issued;
}

/** Limits of the delays, in milliseconds. */
export interface MostMilliseconds {
  readonly p99?: number;
  readonly longest: number;
}

const MOST: MostMilliseconds = { p99: 250, longest: 1_000 };

/** What is revoked, where it is checked, and what the figures are called. */
export interface RevocationOrder {
  readonly authority: RunningAuthority;
  readonly set: BenchSet;
  readonly issued: readonly Issued[];
  /** Of gates or gateways, each of which checks every key. */
  readonly urls: readonly string[];
  /** Concurrent revocations, as from several administrators. */
  readonly atATime: number;
  readonly most?: MostMilliseconds;
  readonly names: { readonly delays: string; readonly again: string };
}

/** How soon keys that the authority has revoked are refused, and whether they stay refused. */
export async function revokeUnderLoad(order: RevocationOrder): Promise<readonly Row[]> {
  const { authority, set, issued, urls, atATime, names, most = MOST } = order;
  const pools = await Promise.all(urls.map((url) => Pool.open(url, CONNECTIONS)));
  const traffic = new Traffic(pools, set.token, GOOD_PER_SECOND);
  const delays: number[] = [];
  const revokeOne = async ({ token, key }: Issued): Promise<void> => {
    const refusals = pools.map(async (pool) => {
      const at = await untilAnswer(pool, withKey(token), 401);
      traffic.refused(pool, token);
      return at;
    });
    await authority.call('POST', `/v1/workspaces/${set.slug}/keys/${key.id}/revoke`, {});
    const answered = performance.now();
    for (const at of await Promise.all(refusals)) delays.push(Math.max(0, at - answered));
  };
  try {
    const left = issued.values();
    await Promise.all(
      Array.from({ length: atATime }, async () => {
        for (const one of left) await revokeOne(one);
      }),
    );
    await traffic.finish();
  } finally {
    for (const pool of pools) pool.close();
  }
  const what = `${names.delays}, ${issued.length.toLocaleString('en')} revocations under load`;
  const { askedAgain, refusedAgain } = traffic;
  return [
    { what: `${what}, median`, value: percentile(delays, 0.5), unit: 'ms' },
    ...(most.p99 === undefined ? [] : [boundRow(`${what}, p99`, percentile(delays, 0.99), 'ms', most.p99)]),
    boundRow(`${what}, longest`, percentile(delays, 1), 'ms', most.longest),
    rateRow(names.again, refusedAgain, 'times', { what: 'sent again', value: askedAgain }, 1),
  ];
}
