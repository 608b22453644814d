import { join } from 'node:path';
import type { RunningAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { inFolder } from '../folder.ts';
import { withKey } from '../load/load.ts';
import { Pool } from '../load/pool.ts';
import { type BenchOptions, boundRow, type Figures, type Row, rateRow } from '../report.ts';
import { percentile } from '../rounds.ts';
import { type BenchSet, startSets } from '../sets.ts';
import { Traffic, untilRefused } from './watch.ts';

const GATES = 4;
const REVOCATIONS = 2_000;
const BATCH = 500;
/** Concurrent revocations, as from several administrators. */
const AT_A_TIME = 4;
/** Good requests per second, over all gates. */
const GOOD_PER_SECOND = 1_000;
const CONNECTIONS = 16;

interface Issued {
  readonly token: string;
  readonly key: { readonly id: string };
}

/** How soon gates refuse keys that the authority has revoked, and whether they keep refusing them. */
export async function revocation({ keys }: BenchOptions): Promise<Figures> {
  return await inFolder(async (folder) => {
    const { authority, sets } = await startSets(join(folder, 'data'), [keys]);
    const gates: RunningGate[] = [];
    try {
      const [set] = sets as [BenchSet];
      const issued = await issue(authority, set, Math.min(REVOCATIONS, keys));
      for (let n = 0; n < GATES; n += 1)
        gates.push(await startGate(['--issuer', set.issuer, '--threads', '1']));
      await Promise.all(gates.map(gateReady));
      return { rows: await revokeAll(authority, set, gates, issued), curves: [] };
    } finally {
      for (const gate of gates) await gate.stop();
      await authority.stop();
    }
  });
}

async function issue(authority: RunningAuthority, { slug }: BenchSet, count: number): Promise<Issued[]> {
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

async function revokeAll(
  authority: RunningAuthority,
  { slug, token: good }: BenchSet,
  gates: readonly RunningGate[],
  issued: readonly Issued[],
): Promise<Row[]> {
  const pools = await Promise.all(gates.map(({ url }) => Pool.open(`${url}/verify`, CONNECTIONS)));
  const traffic = new Traffic(pools, good, GOOD_PER_SECOND);
  const delays: number[] = [];
  const revokeOne = async ({ token, key }: Issued): Promise<void> => {
    const refusals = pools.map(async (pool) => {
      const at = await untilRefused(pool, withKey(token));
      traffic.refused(pool, token);
      return at;
    });
    await authority.call('POST', `/v1/workspaces/${slug}/keys/${key.id}/revoke`, {});
    const answered = performance.now();
    for (const at of await Promise.all(refusals)) delays.push(Math.max(0, at - answered));
  };
  try {
    const left = issued.values();
    await Promise.all(
      Array.from({ length: AT_A_TIME }, async () => {
        for (const one of left) await revokeOne(one);
      }),
    );
    await traffic.finish();
  } finally {
    for (const pool of pools) pool.close();
  }
  return rows(delays, issued.length, traffic);
}

function rows(delays: number[], count: number, { askedAgain, refusedAgain }: Traffic): Row[] {
  const n = count.toLocaleString('en');
  const what = `from the revocation's response to refusal at ${GATES} gates, ${n} revocations under load`;
  return [
    { what: `${what}, median`, value: percentile(delays, 0.5), unit: 'ms' },
    boundRow(`${what}, p99`, percentile(delays, 0.99), 'ms', 250),
    boundRow(`${what}, longest`, percentile(delays, 1), 'ms', 1_000),
    rateRow(
      'refused keys that were sent to a gate again and refused again',
      refusedAgain,
      'times',
      { what: 'sent again', value: askedAgain },
      1,
    ),
  ];
}
