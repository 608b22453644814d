import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { issuesUntil, repeatUntil } from '../large/meanwhile.ts';
import { type Load, startLoad, withKey } from '../load/load.ts';
import { atMostTimesRow, type BenchOptions, boundRow, type Row } from '../report.ts';
import { issue } from '../revocation/under-load.ts';
import { median, percentile } from '../rounds.ts';
import { API, SLUG } from '../seeded.ts';
import { type DatabaseName, filled } from './filled.ts';

const EVERY_MILLISECONDS = 20;
const GATE_PER_SECOND = 500;
const CONNECTIONS = 16;
/** The gate's p99 is the median over slices of this length. */
const SLICE_MILLISECONDS = 1_000;
/** Two cores carry the suspension, the gate and what measures them. */
const UNCHANGED = 1.5;
const MUST_MILLISECONDS = 100;
const plain = { headers: { 'accept-encoding': 'identity' } };

interface House {
  readonly authority: RunningAuthority;
  readonly load: Load;
  readonly gateUrl: string;
  readonly token: string;
}

/** What others notice while a tenth of all keys, of one customer, is suspended, and another tenth revoked. */
export async function suspending(
  folder: string,
  { keys, seconds }: BenchOptions,
  database: DatabaseName,
): Promise<readonly Row[]> {
  const own = Math.max(1, Math.round(keys / 10));
  const data = join(folder, 'data');
  const place = await filled(data, keys, database, [own, own]);
  const load = await startLoad();
  const authority = await startAuthority(data, place.port, place.flags);
  const gate = await startGate(['--issuer', `http://localhost:${place.port}/${SLUG}`, '--threads', '1']);
  try {
    await gateReady(gate);
    const [{ token = '' } = {}] = await issue(authority, { slug: SLUG }, 1);
    while ((await gate.verify(token)) !== 200);
    const [revoked = '', suspended = ''] = place.subjects;
    const house = { authority, load, gateUrl: `${gate.url}/verify`, token };
    // Gateways have fetched the set.
    await (await fetch(`${authority.url}/${SLUG}/.well-known/jwks.json`)).arrayBuffer();
    const end = performance.now() + seconds * 1_000;
    const before = median(await gateSlices(house, () => performance.now() > end));
    const where = `${own.toLocaleString('en')} of ${keys.toLocaleString('en')} keys over ${database}`;
    return [
      ...(await meanwhile(house, `${where} are suspended`, before, () =>
        authority.call('PATCH', `${API}/customers/${suspended}`, { state: 'suspended' }),
      )),
      ...(await meanwhile(house, `${where} are revoked`, before, () =>
        authority.call('POST', `${API}/keys:revoke`, { customer: revoked }),
      )),
    ];
  } finally {
    await load.stop();
    await gate.stop();
    await authority.stop();
    await place.stop();
  }
}

async function meanwhile(
  house: House,
  act: string,
  before: number,
  work: () => Promise<unknown>,
): Promise<readonly Row[]> {
  const { authority } = house;
  const began = performance.now();
  let ended = 0;
  const working = work().finally(() => {
    ended = performance.now();
  });
  const isOver = (): boolean => ended > 0;
  const [issues, shards, gate] = await Promise.all([
    issuesUntil({ authority, api: API }, isOver),
    repeatUntil(EVERY_MILLISECONDS, isOver, (n) => shard(authority, n)),
    gateSlices(house, isOver),
  ]);
  await working;
  return [
    boundRow(
      `issuing while ${act}, p99 of ${issues.length}`,
      percentile(issues, 0.99),
      'ms',
      MUST_MILLISECONDS,
    ),
    boundRow(
      `a shard of the key set meanwhile, p99 of ${shards.length}`,
      percentile(shards, 0.99),
      'ms',
      MUST_MILLISECONDS,
    ),
    atMostTimesRow(
      `a gate's check meanwhile at ${GATE_PER_SECOND}/s, p99`,
      median(gate),
      'ms',
      { what: 'before', value: before },
      UNCHANGED,
    ),
    { what: 'until the response', value: (ended - began) / 1_000, unit: 's' },
  ];
}

async function shard({ url }: RunningAuthority, count: number): Promise<void> {
  const number = (count % 256).toString(16).padStart(2, '0');
  const answer = await fetch(`${url}/${SLUG}/.well-known/jwks/${number}.json`, plain);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`A shard was answered ${answer.status}.`);
}

/** Milliseconds at p99 of each slice, at least one. */
async function gateSlices({ load, gateUrl, token }: House, ended: () => boolean): Promise<readonly number[]> {
  const slices: number[] = [];
  do {
    const { p99 } = await load.ask({
      ...{ url: gateUrl, milliseconds: SLICE_MILLISECONDS, connections: CONNECTIONS },
      part: { requests: [withKey(token)], perSecond: GATE_PER_SECOND, status: 200 },
    });
    slices.push(p99 / 1_000);
  } while (!ended());
  return slices;
}
