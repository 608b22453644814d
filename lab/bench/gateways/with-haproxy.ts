import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Load } from '../load/load.ts';
import { type Row, rateRow } from '../report.ts';
import { median, medians } from '../rounds.ts';
import type { BenchSet, BenchSets } from '../sets.ts';
import { feed, type MeasuredGateway } from './feed.ts';
import { startChecking, startPlain } from './haproxy.ts';
import { type Passed, passRequests } from './processor.ts';
import { revocations } from './revocations.ts';
import { startUpstream } from './upstream.ts';

/**
 * What HAProxy with a table of pins costs, how soon it is ready and how soon it refuses.
 *
 * @param api - An nginx for the API.
 */
export async function withHaproxy(
  program: string,
  api: string,
  { authority, sets }: BenchSets,
  load: Load,
  folder: string,
  milliseconds: number,
): Promise<readonly Row[]> {
  const set = sets.at(-1) as BenchSet;
  const upstream = await startUpstream(api);
  const socket = join(folder, 'haproxy.sock');
  const checking = await startChecking(program, set, upstream, socket);
  const plain = await startPlain(program, upstream);
  const feedKeyFile = join(authority.dataFolder, 'admin.key');
  await prepareSnapshot(set, feedKeyFile);
  const { pins, rows } = await feed({
    ...{ name: 'HAProxy', gateway: checking, set, feedKeyFile, to: `haproxy:${socket}` },
    ...{ mostSeconds: 5, mostBytes: 450 },
  });
  try {
    return [
      ...rows,
      ...(await throughput(load, checking, plain, set, milliseconds)),
      ...(await revocations({ name: 'HAProxy', authority, set, url: checking.url })),
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
  checking: MeasuredGateway,
  plain: MeasuredGateway,
  { token, keys }: BenchSet,
  milliseconds: number,
): Promise<readonly Row[]> {
  const runs = { checking: [] as Passed[], plain: [] as Passed[] };
  const run = (name: keyof typeof runs, server: MeasuredGateway) => async () => {
    const passed = await passRequests(load, server, token, milliseconds);
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
      `HAProxy with pins, ${n} keys, requests passed on to an API of nginx`,
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
