import { join } from 'node:path';
import { startPins } from '../../../tools/testing/pins.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import type { Load } from '../load/load.ts';
import { residentBytes } from '../memory.ts';
import { boundRow, type Row, rateRow } from '../report.ts';
import { medians } from '../rounds.ts';
import type { BenchSet, BenchSets } from '../sets.ts';
import { type MeasuredHaproxy, startChecking, startPlain, startUpstream } from './haproxy.ts';
import { perProcessorSecond } from './processor.ts';
import { revocations } from './revocations.ts';

const LIMIT_MS = 120_000;

/** What HAProxy with a table of pins costs, how soon it is ready and how soon it refuses. */
export async function withHaproxy(
  program: string,
  { authority, sets }: BenchSets,
  load: Load,
  folder: string,
  milliseconds: number,
): Promise<readonly Row[]> {
  const [set] = sets as readonly [BenchSet];
  const upstream = await startUpstream(program);
  const socket = join(folder, 'haproxy.sock');
  const checking = await startChecking(program, set, upstream, socket);
  const plain = await startPlain(program, upstream);
  const feedKeyFile = join(authority.dataFolder, 'admin.key');
  const empty = residentBytes([checking.pid], 'VmRSS');
  const begin = performance.now();
  const pins = await startPins([
    ...['--issuer', set.issuer, '--feed-key-file', feedKeyFile, '--to', `haproxy:${socket}`],
  ]);
  try {
    await until('HAProxy has the set', LIMIT_MS, async () => {
      return (await ask(checking.url, [bearer(set.token)])).status === 200;
    });
    const seconds = (performance.now() - begin) / 1_000;
    const bytes = (residentBytes([checking.pid], 'VmRSS') - empty) / set.keys;
    const n = set.keys.toLocaleString('en');
    return [
      boundRow(`HAProxy, start of lostwax pins with ${n} keys to ready`, seconds, 's', 5),
      boundRow(`HAProxy, memory for each of ${n} keys`, bytes, 'bytes', 450),
      await throughput(load, checking, plain, set, milliseconds),
      ...(await revocations('HAProxy', authority, set, checking.url)),
    ];
  } finally {
    await pins.stop();
    for (const server of [checking, plain, upstream]) await server.stop();
  }
}

async function throughput(
  load: Load,
  checking: MeasuredHaproxy,
  plain: MeasuredHaproxy,
  { token, keys }: BenchSet,
  milliseconds: number,
): Promise<Row> {
  const rate = (server: MeasuredHaproxy) => () => perProcessorSecond(load, server, token, milliseconds);
  await medians([rate(checking), rate(plain)], 1);
  const [own = Number.NaN, bare = Number.NaN] = await medians([rate(checking), rate(plain)]);
  return rateRow(
    `HAProxy with pins, ${keys.toLocaleString('en')} keys, requests per processor-second`,
    own,
    '/s',
    { what: 'the same HAProxy without a check', value: bare },
    0.9,
  );
}
