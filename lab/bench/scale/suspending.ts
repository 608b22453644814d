import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { until } from '../../../tools/testing/until.ts';
import { issuesUntil, repeatUntil } from '../large/meanwhile.ts';
import { type Load, startLoad, withKey } from '../load/load.ts';
import { atMostTimesRow, type BenchOptions, boundRow, type Row } from '../report.ts';
import { issue } from '../revocation/under-load.ts';
import { median, percentile } from '../rounds.ts';
import { API, SLUG } from '../seeded.ts';
import { type DatabaseName, filled } from './filled.ts';
import { giveOwnCore } from './own-core.ts';

const EVERY_MILLISECONDS = 20;
const GATE_PER_SECOND = 500;
const CONNECTIONS = 16;
/** The gate's p99 is the median over slices of this length. */
const SLICE_MILLISECONDS = 1_000;
/** Two cores carry it all, and a p99 of 500 requests is the fifth slowest. */
const UNCHANGED = 1.5;
const MUST_MILLISECONDS = 100;
/** The authority checks its database after the start, in a process that takes half a core. */
const CHECK_MILLISECONDS = 600_000;
const ASK_MILLISECONDS = 500;
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
  const place = await filled(data, keys, database, [own, own, own, own]);
  const authority = await startAuthority(data, place.port, place.flags);
  const gate = await startGate(['--issuer', `http://localhost:${place.port}/${SLUG}`, '--threads', '1']);
  const load = await startLoad();
  let together = (): void => {};
  try {
    await gateReady(gate);
    const [{ token = '' } = {}] = await issue(authority, { slug: SLUG }, 1);
    while ((await gate.verify(token)) !== 200);
    // Gateways have fetched the set.
    await (await fetch(`${authority.url}/${SLUG}/.well-known/jwks.json`)).arrayBuffer();
    await checked(authority);
    const house = { authority, load, gateUrl: `${gate.url}/verify`, token };
    const [first = '', second = '', third = '', fourth = ''] = place.subjects;
    const suspend = (customer: string) => () =>
      authority.call('PATCH', `${API}/customers/${customer}`, { state: 'suspended' });
    const revoke = (customer: string) => () => authority.call('POST', `${API}/keys:revoke`, { customer });
    const where = `${own.toLocaleString('en')} of ${keys.toLocaleString('en')} keys over ${database}`;
    const requests = [
      ...(await requestsMeanwhile(authority, `${where} are suspended`, suspend(first))),
      ...(await requestsMeanwhile(authority, `${where} are revoked`, revoke(second))),
    ];
    together = giveOwnCore([gate.program.child.pid ?? 0, load.pid]);
    const end = performance.now() + seconds * 1_000;
    const before = median(await gateSlices(house, () => performance.now() > end));
    return [
      ...requests,
      await gateMeanwhile(house, `${where} are suspended`, before, suspend(third)),
      await gateMeanwhile(house, `${where} are revoked`, before, revoke(fourth)),
    ];
  } finally {
    together();
    await load.stop();
    await gate.stop();
    await authority.stop();
    await place.stop();
  }
}

/** Waits until the check of the database after the start is done. */
async function checked({ url, adminKey }: RunningAuthority): Promise<void> {
  const headers = { authorization: `Bearer ${adminKey}` };
  await until('the database has been checked', CHECK_MILLISECONDS, async () => {
    await delay(ASK_MILLISECONDS);
    const text = await (await fetch(`${url}/metrics`, { headers })).text();
    return /^lostwax_keys_unknown_to_audit \d/m.test(text);
  });
}

async function requestsMeanwhile(
  authority: RunningAuthority,
  act: string,
  work: () => Promise<unknown>,
): Promise<readonly Row[]> {
  const began = performance.now();
  let ended = 0;
  const working = work().finally(() => {
    ended = performance.now();
  });
  const isOver = (): boolean => ended > 0;
  const [issues, shards] = await Promise.all([
    issuesUntil({ authority, api: API }, isOver),
    repeatUntil(EVERY_MILLISECONDS, isOver, (n) => shard(authority, n)),
  ]);
  await working;
  const p99 = (what: string, times: readonly number[]): Row =>
    boundRow(`${what}, p99 of ${times.length}`, percentile(times, 0.99), 'ms', MUST_MILLISECONDS);
  return [
    p99(`issuing while ${act}`, issues),
    p99('a shard of the key set meanwhile', shards),
    { what: 'until the response', value: (ended - began) / 1_000, unit: 's' },
  ];
}

async function shard({ url }: RunningAuthority, count: number): Promise<void> {
  const number = (count % 256).toString(16).padStart(2, '0');
  const answer = await fetch(`${url}/${SLUG}/.well-known/jwks/${number}.json`, plain);
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`A shard was answered ${answer.status}.`);
}

async function gateMeanwhile(
  house: House,
  act: string,
  before: number,
  work: () => Promise<unknown>,
): Promise<Row> {
  let ended = false;
  const working = work().finally(() => {
    ended = true;
  });
  const slices = await gateSlices(house, () => ended);
  await working;
  return atMostTimesRow(
    `a gate's check while ${act}, at ${GATE_PER_SECOND}/s, p99`,
    median(slices),
    'ms',
    { what: 'before', value: before },
    UNCHANGED,
  );
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
