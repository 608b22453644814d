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
import { ORDERS, startUpstream } from './upstream.ts';

/** What clients of APIs usually send. */
const USUAL_HEADERS = [
  'User-Agent: orders-sync/2.4 (node 24.2)',
  'Accept: application/json',
  'Accept-Encoding: gzip, deflate, br',
  'Content-Type: application/json',
];

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
      ...(await usualThroughput(load, checking, plain, set, milliseconds)),
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
  const { own, bare } = await compare([checking, plain], (server) =>
    passRequests(load, server, token, milliseconds),
  );
  const n = keys.toLocaleString('en');
  const peer = 'the same HAProxy without a check';
  return [
    rateRow(
      `HAProxy with pins, ${n} keys, requests passed on to an API of nginx`,
      own.perSecond,
      '/s',
      { what: peer, value: bare.perSecond },
      0.9,
    ),
    {
      what: `HAProxy with pins, ${n} keys, requests per second of its own processor time`,
      value: own.perProcessorSecond,
      unit: '/s',
      peer: { what: peer, value: bare.perProcessorSecond },
    },
  ];
}

/** The same with requests and responses as an API usually has them. */
async function usualThroughput(
  load: Load,
  checking: MeasuredGateway,
  plain: MeasuredGateway,
  { token, keys }: BenchSet,
  milliseconds: number,
): Promise<readonly Row[]> {
  const { own, bare } = await compare([checking, plain], ({ url, pids }) =>
    passRequests(load, { url: new URL(ORDERS, url).href, pids }, token, milliseconds, USUAL_HEADERS),
  );
  const what = `HAProxy with pins, ${keys.toLocaleString('en')} keys, usual headers and responses of 1 kB of JSON`;
  const peer = 'the same HAProxy without a check';
  const row = (per: string, of: keyof Passed): Row => ({
    what: `${what}, requests per ${per}`,
    value: own[of],
    unit: '/s',
    peer: { what: peer, value: bare[of] },
  });
  return [row('second', 'perSecond'), row('second of processor time', 'perProcessorSecond')];
}

/** Measures two gateways in turn, after a round that doesn't count. */
async function compare(
  [first, second]: readonly [MeasuredGateway, MeasuredGateway],
  measure: (server: MeasuredGateway) => Promise<Passed>,
): Promise<{ readonly own: Passed; readonly bare: Passed }> {
  const runs: Record<'own' | 'bare', Passed[]> = { own: [], bare: [] };
  const run = (name: keyof typeof runs, server: MeasuredGateway) => async () => {
    const passed = await measure(server);
    runs[name].push(passed);
    return passed.perSecond;
  };
  const both = [run('own', first), run('bare', second)];
  await medians(both, 1);
  runs.own = [];
  runs.bare = [];
  await medians(both);
  const middle = (of: readonly Passed[]): Passed => ({
    perSecond: median(of.map((it) => it.perSecond)),
    perProcessorSecond: median(of.map((it) => it.perProcessorSecond)),
  });
  return { own: middle(runs.own), bare: middle(runs.bare) };
}
