import type { RunningAuthority } from '../../../tools/testing/authority.ts';
import { until } from '../../../tools/testing/until.ts';
import { withKey } from '../load/load.ts';
import { Pool } from '../load/pool.ts';
import { boundRow, type Row, rateRow } from '../report.ts';
import { Traffic, untilRefused } from '../revocation/watch.ts';
import { percentile } from '../rounds.ts';
import type { BenchSet } from '../sets.ts';

const REVOCATIONS = 1_000;
const BATCH = 500;
/** Good requests per second meanwhile. */
const GOOD_PER_SECOND = 1_000;
const CONNECTIONS = 16;
const LIMIT_MS = 60_000;

interface Issued {
  readonly token: string;
  readonly key: { readonly id: string };
}

/** How soon a gateway refuses keys that the authority has revoked, one after the other, and whether it goes on refusing them. */
export async function revocations(
  name: string,
  authority: RunningAuthority,
  { slug, keys, token: good }: BenchSet,
  url: string,
): Promise<readonly Row[]> {
  const issued = await issue(authority, slug, Math.min(REVOCATIONS, keys));
  const pool = await Pool.open(url, CONNECTIONS);
  try {
    const last = issued.at(-1)?.token ?? '';
    await until('the gateway has the keys', LIMIT_MS, async () => (await pool.ask(withKey(last))) === 200);
    const traffic = new Traffic([pool], good, GOOD_PER_SECOND);
    const delays: number[] = [];
    for (const { token, key } of issued) {
      const refusal = untilRefused(pool, withKey(token));
      await authority.call('POST', `/v1/workspaces/${slug}/keys/${key.id}/revoke`, {});
      const answered = performance.now();
      delays.push(Math.max(0, (await refusal) - answered));
      traffic.refused(pool, token);
    }
    await traffic.finish();
    const n = issued.length.toLocaleString('en');
    const what = `${name}, from the revocation's response to refusal, ${n} revocations under load`;
    return [
      { what: `${what}, median`, value: percentile(delays, 0.5), unit: 'ms' },
      boundRow(`${what}, p99`, percentile(delays, 0.99), 'ms', 250),
      boundRow(`${what}, longest`, percentile(delays, 1), 'ms', 1_000),
      rateRow(
        `${name}, refused keys that were sent again and refused again`,
        traffic.refusedAgain,
        'times',
        { what: 'sent again', value: traffic.askedAgain },
        1,
      ),
    ];
  } finally {
    pool.close();
  }
}

async function issue(authority: RunningAuthority, slug: string, count: number): Promise<Issued[]> {
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
