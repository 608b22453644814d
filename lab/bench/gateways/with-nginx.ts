import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import type { Load } from '../load/load.ts';
import { type Row, rateRow, timesRow } from '../report.ts';
import { medians } from '../rounds.ts';
import type { BenchSet, BenchSets } from '../sets.ts';
import { feed, type MeasuredGateway } from './feed.ts';
import { startMeasured, startPlain } from './nginx.ts';
import { passRequests } from './processor.ts';
import { revocations } from './revocations.ts';
import { startUpstream } from './upstream.ts';

/** Two runs of the same differ by as much. */
const NO_SLOPE = 0.95;
/** For the keys that are revoked. */
const MORE_KEYS = 10_000;

/** What nginx with a table of pins costs against nginx that asks a gate, how soon it is ready and how soon it refuses. */
export async function withNginx(
  program: string,
  { authority, sets }: BenchSets,
  load: Load,
  folder: string,
  milliseconds: number,
): Promise<readonly Row[]> {
  const [few, set] = [sets[0], sets.at(-1)] as readonly [BenchSet, BenchSet];
  const upstream = await startUpstream(program);
  const socket = join(folder, 'nginx.sock');
  const table = { mode: 'pins', socket, keys: `${set.keys + MORE_KEYS}` };
  const checking = await startMeasured(program, set, upstream, folder, table);
  const feedKeyFile = join(authority.dataFolder, 'admin.key');
  const withFew = await startWithFew(program, few, upstream, folder, feedKeyFile);
  const gate = await startGate(['--issuer', set.issuer, '--feed-key-file', feedKeyFile]);
  await gateReady(gate);
  const asking = await startMeasured(program, set, upstream, folder, { gate: new URL(gate.url).host });
  const plain = await startPlain(program, upstream);
  const { pins, rows } = await feed({
    ...{ name: 'nginx', gateway: checking, set, feedKeyFile, to: `nginx:${socket}` },
    ...{ mostSeconds: 15, mostBytes: 330 },
  });
  try {
    const both = { ...asking, pids: [...asking.pids, gate.program.child.pid ?? Number.NaN] };
    return [
      ...rows,
      ...(await throughput(load, { checking, asking: both, plain, withFew }, set, few, milliseconds)),
      ...(await revocations({ name: 'nginx', authority, set, url: checking.url })),
    ];
  } finally {
    await pins.stop();
    await gate.stop();
    await withFew.stop();
    for (const server of [checking, asking, plain, upstream]) await server.stop();
  }
}

/** The same nginx and table, with the few keys of another set. */
async function startWithFew(
  program: string,
  set: BenchSet,
  upstream: { readonly url: string },
  folder: string,
  feedKeyFile: string,
): Promise<MeasuredGateway & { stop(): Promise<void> }> {
  const own = join(folder, 'few');
  await mkdir(own);
  const socket = join(own, 'nginx.sock');
  const nginx = await startMeasured(program, set, upstream, own, { mode: 'pins', socket });
  const { pins } = await feed({
    ...{ name: 'nginx', gateway: nginx, set, feedKeyFile, to: `nginx:${socket}` },
    ...{ mostSeconds: Number.POSITIVE_INFINITY, mostBytes: Number.POSITIVE_INFINITY },
  });
  return {
    ...nginx,
    async stop() {
      await pins.stop();
      await nginx.stop();
    },
  };
}

async function throughput(
  load: Load,
  {
    checking,
    asking,
    plain,
    withFew,
  }: Readonly<Record<'checking' | 'asking' | 'plain' | 'withFew', MeasuredGateway>>,
  { token, keys }: BenchSet,
  few: BenchSet,
  milliseconds: number,
): Promise<readonly Row[]> {
  const run =
    (server: MeasuredGateway, own = token) =>
    async () =>
      (await passRequests(load, server, own, milliseconds)).perProcessorSecond;
  const all = [run(checking), run(asking), run(plain), run(withFew, few.token)];
  await medians(all, 1);
  const [own = Number.NaN, other = Number.NaN, bare = Number.NaN, fewer = Number.NaN] = await medians(all);
  const peer = { what: 'auth_request to the gate, both processes', value: other };
  return [
    rateRow(
      `nginx with pins, ${keys.toLocaleString('en')} keys, requests per processor-second`,
      own,
      '/s',
      peer,
      2,
    ),
    rateRow(
      `nginx with pins, ${keys.toLocaleString('en')} keys, requests per processor-second`,
      own,
      '/s',
      { what: `${few.keys.toLocaleString('en')} keys`, value: fewer },
      NO_SLOPE,
    ),
    timesRow('nginx without a check, requests per processor-second', bare, '/s', peer),
  ];
}
