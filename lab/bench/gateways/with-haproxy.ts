import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Load } from '../load/load.ts';
import { type Row, rateRow, timesRow } from '../report.ts';
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

/** What requests look like. */
interface Requests {
  readonly what: string;
  readonly path: string;
  readonly headers: readonly string[];
  /** The least share of what HAProxy passes without a check; undefined if it only counts for comparison. */
  readonly least: number | undefined;
}

const kinds: readonly Requests[] = [
  { what: 'usual headers and responses of 1 kB of JSON', path: ORDERS, headers: USUAL_HEADERS, least: 0.9 },
  { what: 'no other headers and empty responses', path: '/', headers: [], least: undefined },
];

async function throughput(
  load: Load,
  checking: MeasuredGateway,
  plain: MeasuredGateway,
  { token, keys }: BenchSet,
  milliseconds: number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { what, path, headers, least } of kinds) {
    const { own, bare } = await compare([checking, plain], ({ url, pids }) =>
      passRequests(load, { url: new URL(path, url).href, pids }, token, milliseconds, headers),
    );
    const passed = `HAProxy with pins, ${keys.toLocaleString('en')} keys, ${what}, requests per second`;
    const peer = (of: keyof Passed) => ({ what: 'the same HAProxy without a check', value: bare[of] });
    const processor = `${passed} of its own processor time`;
    rows.push(
      least === undefined
        ? timesRow(passed, own.perSecond, '/s', peer('perSecond'))
        : rateRow(passed, own.perSecond, '/s', peer('perSecond'), least),
      timesRow(processor, own.perProcessorSecond, '/s', peer('perProcessorSecond')),
    );
  }
  return rows;
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
