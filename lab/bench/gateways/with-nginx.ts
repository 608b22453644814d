import { join } from 'node:path';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import type { Load } from '../load/load.ts';
import { type Row, rateRow } from '../report.ts';
import { medians } from '../rounds.ts';
import type { BenchSet, BenchSets } from '../sets.ts';
import { feed, type MeasuredGateway } from './feed.ts';
import { startMeasured } from './nginx.ts';
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
  const { pins, rows } = await feed({
    ...{ name: 'nginx', gateway: checking, set, feedKeyFile, to: `nginx:${socket}` },
    ...{ mostSeconds: 15, mostBytes: 330 },
  });
  try {
    const both = { ...asking, pids: [...asking.pids, gate.program.child.pid ?? Number.NaN] };
    return [
      ...rows,
      await throughput(load, checking, both, set, milliseconds),
      ...(await revocations({ name: 'nginx', authority, set, url: checking.url })),
    ];
  } finally {
    await pins.stop();
    await gate.stop();
    for (const server of [checking, asking, upstream]) await server.stop();
  }
}

async function throughput(
  load: Load,
  checking: MeasuredGateway,
  asking: MeasuredGateway,
  { token, keys }: BenchSet,
  milliseconds: number,
): Promise<Row> {
  const run = (server: MeasuredGateway) => async () =>
    (await passRequests(load, server, token, milliseconds)).perProcessorSecond;
  const both = [run(checking), run(asking)];
  await medians(both, 1);
  const [own = Number.NaN, other = Number.NaN] = await medians(both);
  return rateRow(
    `nginx with pins, ${keys.toLocaleString('en')} keys, requests per processor-second`,
    own,
    '/s',
    { what: 'auth_request to the gate, both processes', value: other },
    2,
  );
}
