import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { batchRate } from '../authority/issue.ts';
import { residentBytes } from '../memory.ts';
import { atMostTimesRow, type BenchOptions, boundRow, type Row, rateRow } from '../report.ts';
import type { Issued } from '../revocation/under-load.ts';
import { median } from '../rounds.ts';
import { API, SLUG } from '../seeded.ts';
import { type DatabaseName, filled } from './filled.ts';

const USUAL_KEYS = 100_000;
const MOST_TIMES = 1.5;
const TIMES = 100;
const WARM = 20;
const BATCH_SECONDS_SHARE = 1 / 2;

/** Milliseconds, medians; keys per second; megabytes. */
interface Measured {
  readonly start: number;
  readonly issue: number;
  readonly batches: number;
  readonly list: number;
  readonly revoke: number;
  readonly snapshot: number;
  readonly memory: number;
}

/** What an authority with very many keys does as fast as one with 100,000. */
export async function larger(
  folder: string,
  { keys, seconds }: BenchOptions,
  database: DatabaseName,
): Promise<readonly Row[]> {
  const usual = Math.min(USUAL_KEYS, Math.ceil(keys / 10));
  const few = await measured(join(folder, 'few'), usual, seconds, database);
  const many = await measured(join(folder, 'many'), keys, seconds, database);
  const peer = (value: number) => ({ what: `${usual.toLocaleString('en')} keys`, value });
  const where = `${keys.toLocaleString('en')} keys over ${database}`;
  const times = (what: string, of: 'start' | 'issue' | 'list' | 'revoke'): Row =>
    atMostTimesRow(`${what}, ${where}`, many[of], 'ms', peer(few[of]), MOST_TIMES);
  return [
    times('from start until it accepts requests', 'start'),
    times('issue a key', 'issue'),
    rateRow(`keys issued in batches, ${where}`, many.batches, '/s', peer(few.batches), 1 / MOST_TIMES),
    times('list 100 keys', 'list'),
    times('revoke a key', 'revoke'),
    // Proportional by nature: what counts is the time for each key.
    atMostTimesRow(
      `the first snapshot, ${where}, for each 1,000 keys`,
      (many.snapshot / keys) * 1_000,
      'ms',
      peer((few.snapshot / usual) * 1_000),
      MOST_TIMES,
    ),
    boundRow(`peak memory of the authority, ${where}`, many.memory, 'MB', 2_500),
  ];
}

async function measured(
  data: string,
  keys: number,
  seconds: number,
  database: DatabaseName,
): Promise<Measured> {
  const place = await filled(data, keys, database);
  const start: number[] = [];
  const memory: number[] = [];
  /** Each measurement has a start of its own, and so is done before the check of the database begins after five seconds. */
  const started = async <T>(measure: (authority: RunningAuthority) => Promise<T>): Promise<T> => {
    const began = performance.now();
    const authority = await startAuthority(data, place.port, place.flags);
    start.push(performance.now() - began);
    try {
      return await measure(authority);
    } finally {
      memory.push(residentBytes([authority.program.child.pid ?? 0], 'VmHWM') / 1e6);
      await authority.stop();
    }
  };
  try {
    const small = await started((authority) => smallRequests(authority, Math.min(TIMES, keys)));
    const batches = await started((authority) => batchRate(authority, seconds * BATCH_SECONDS_SHARE));
    const snapshot = await started(({ url }) =>
      timed(async () => {
        const answer = await fetch(`${url}/${SLUG}/feed/snapshot`);
        for await (const _ of answer.body ?? []);
      }),
    );
    return { start: median(start), ...small, batches, snapshot, memory: Math.max(...memory) };
  } finally {
    await place.stop();
  }
}

async function smallRequests(
  authority: RunningAuthority,
  times: number,
): Promise<Pick<Measured, 'issue' | 'list' | 'revoke'>> {
  const issued: Issued[] = [];
  const issue = await often(times, async () => {
    issued.push(await authority.call('POST', `${API}/keys`, { customer: 'customer-1' }));
  });
  const list = await often(times, () => authority.call('GET', `${API}/keys?limit=100`));
  const revoke = await often(times, (n) =>
    authority.call('POST', `${API}/keys/${issued[n]?.key.id}/revoke`, {}),
  );
  return { issue, list, revoke };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The median, after a few times that do not count. */
async function often(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < count + WARM; n += 1) times.push(await timed(() => work(n)));
  return median(times.slice(WARM));
}
