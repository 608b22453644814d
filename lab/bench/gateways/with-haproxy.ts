import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPins } from '../../../tools/testing/pins.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { startBare } from '../load/bare.ts';
import type { Load } from '../load/load.ts';
import { residentBytes } from '../memory.ts';
import { boundRow, type Row, rateRow } from '../report.ts';
import { median, medians } from '../rounds.ts';
import type { BenchSet, BenchSets } from '../sets.ts';
import { type MeasuredHaproxy, startChecking, startPlain } from './haproxy.ts';
import { type Passed, passRequests } from './processor.ts';
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
  const upstream = await startBare(new Response());
  const socket = join(folder, 'haproxy.sock');
  const checking = await startChecking(program, set, upstream, socket);
  const plain = await startPlain(program, upstream);
  const feedKeyFile = join(authority.dataFolder, 'admin.key');
  await prepareSnapshot(set, feedKeyFile);
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
      ...(await throughput(load, checking, plain, set, milliseconds)),
      ...(await revocations('HAProxy', authority, set, checking.url)),
    ];
  } finally {
    await pins.stop();
    for (const server of [checking, plain, upstream]) await server.stop();
  }
}

/** The authority writes a snapshot when it is first asked for, in seconds for a million keys. */
async function prepareSnapshot({ issuer }: BenchSet, keyFile: string): Promise<void> {
  const authorization = `Bearer ${readFileSync(keyFile, 'utf8').trim()}`;
  const answer = await fetch(`${issuer}/feed/full/snapshot`, { headers: { authorization } });
  for await (const _ of answer.body ?? []);
}

async function throughput(
  load: Load,
  checking: MeasuredHaproxy,
  plain: MeasuredHaproxy,
  { token, keys }: BenchSet,
  milliseconds: number,
): Promise<readonly Row[]> {
  const runs = { checking: [] as Passed[], plain: [] as Passed[] };
  const run = (name: keyof typeof runs, server: MeasuredHaproxy) => async () => {
    const passed = await passRequests(load, { url: server.url, pids: [server.pid] }, token, milliseconds);
    runs[name].push(passed);
    return passed.perSecond;
  };
  const both = [run('checking', checking), run('plain', plain)];
  await medians(both, 1);
  runs.checking = [];
  runs.plain = [];
  const [own = Number.NaN, bare = Number.NaN] = await medians(both);
  const perProcessor = (passed: readonly Passed[]) => median(passed.map((it) => it.perProcessorSecond));
  const n = keys.toLocaleString('en');
  const peer = 'the same HAProxy without a check';
  return [
    rateRow(
      `HAProxy with pins, ${n} keys, requests passed on to an API of bare node:http`,
      own,
      '/s',
      { what: peer, value: bare },
      0.9,
    ),
    {
      what: `HAProxy with pins, ${n} keys, requests per second of its own processor time`,
      value: perProcessor(runs.checking),
      unit: '/s',
      peer: { what: peer, value: perProcessor(runs.plain) },
    },
  ];
}
