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
  const set = sets.at(-1) as BenchSet;
  const upstream = await startUpstream(program);
  const socket = join(folder, 'nginx.sock');
  const table = { mode: 'pins', socket, keys: `${set.keys + MORE_KEYS}` };
  const checking = await startMeasured(program, set, upstream, folder, table);
  const feedKeyFile = join(authority.dataFolder, 'admin.key');
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
      ...(await throughput(load, { checking, asking: both, plain }, set, milliseconds)),
      ...(await revocations({ name: 'nginx', authority, set, url: checking.url })),
    ];
  } finally {
    await pins.stop();
    await gate.stop();
    for (const server of [checking, asking, plain, upstream]) await server.stop();
  }
}

async function throughput(
  load: Load,
  { checking, asking, plain }: Readonly<Record<'checking' | 'asking' | 'plain', MeasuredGateway>>,
  { token, keys }: BenchSet,
  milliseconds: number,
): Promise<readonly Row[]> {
  const run = (server: MeasuredGateway) => async () =>
    (await passRequests(load, server, token, milliseconds)).perProcessorSecond;
  const all = [run(checking), run(asking), run(plain)];
  await medians(all, 1);
  const [own = Number.NaN, other = Number.NaN, bare = Number.NaN] = await medians(all);
  const peer = { what: 'auth_request to the gate, both processes', value: other };
  return [
    rateRow(
      `nginx with pins, ${keys.toLocaleString('en')} keys, requests per processor-second`,
      own,
      '/s',
      peer,
      2,
    ),
    timesRow('nginx without a check, requests per processor-second', bare, '/s', peer),
  ];
}
