import { join } from 'node:path';
import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { startPostgres, startReplica } from '../../../tools/testing/postgres.ts';
import { batchRate, singleRate } from '../authority/issue.ts';
import { type BenchOptions, leastRow, type Row, rateRow } from '../report.ts';
import { medians } from '../rounds.ts';

const ROUNDS = 3;

/** Issuing over PostgreSQL through one replica and through three, next to SQLite. */
export async function issuing(folder: string, { seconds }: BenchOptions): Promise<readonly Row[]> {
  const postgres = await startPostgres();
  const running: RunningAuthority[] = [];
  const keep = async (starting: Promise<RunningAuthority>): Promise<RunningAuthority> => {
    const authority = await starting;
    running.push(authority);
    return authority;
  };
  try {
    const sqlite = await keep(startAuthority(join(folder, 'sqlite')));
    const url = await postgres.database();
    const first = await keep(startAuthority(join(folder, 'a'), 0, ['--database', url]));
    for (const authority of [sqlite, first])
      await authority.call('POST', '/v1/workspaces', { slug: 'bench' });
    const share = seconds / ROUNDS;
    const [ofSqlite = Number.NaN, batchOfOne = Number.NaN, singleOfOne = Number.NaN] = await medians(
      [() => batchRate(sqlite, share), () => batchRate(first, share), () => singleRate(first, share)],
      ROUNDS,
    );
    const three = [first];
    for (const name of ['b', 'c']) three.push(await keep(startReplica(first, url, join(folder, name))));
    const [again = Number.NaN, batchOfThree = Number.NaN, singleOfThree = Number.NaN] = await medians(
      [
        () => batchRate(sqlite, share),
        () => sum(three, (one) => batchRate(one, share)),
        () => sum(three, (one) => singleRate(one, share)),
      ],
      ROUNDS,
    );
    const batches = 'keys issued in batches of 1,000 over PostgreSQL';
    const singles = 'keys issued one per request over PostgreSQL';
    return [
      rateRow(`${batches}, 1 replica`, batchOfOne, '/s', { what: 'SQLite', value: ofSqlite }, 0.6),
      rateRow(`${batches}, 3 replicas`, batchOfThree, '/s', { what: 'SQLite', value: again }, 0.6),
      leastRow(`${singles}, 1 replica, 16 connections`, singleOfOne, '/s', 1_000),
      leastRow(`${singles}, 3 replicas, 48 connections`, singleOfThree, '/s', 1_000),
    ];
  } finally {
    for (const authority of running.toReversed()) await authority.stop();
    await postgres.stop();
  }
}

async function sum(
  replicas: readonly RunningAuthority[],
  rateOf: (replica: RunningAuthority) => Promise<number>,
): Promise<number> {
  return (await Promise.all(replicas.map(rateOf))).reduce((a, b) => a + b, 0);
}
