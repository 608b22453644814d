import { join } from 'node:path';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { startPins } from '../../../tools/testing/pins.ts';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import { startBare } from '../load/bare.ts';
import type { Load } from '../load/load.ts';
import { residentBytes } from '../memory.ts';
import { boundRow, type Row, rateRow } from '../report.ts';
import { medians } from '../rounds.ts';
import type { BenchSet, BenchSets } from '../sets.ts';
import { type MeasuredNginx, startMeasured } from './nginx.ts';
import { passRequests } from './processor.ts';
import { revocations } from './revocations.ts';

const LIMIT_MS = 120_000;
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
  const [set] = sets as readonly [BenchSet];
  const upstream = await startBare(new Response());
  const socket = join(folder, 'nginx.sock');
  const table = { mode: 'pins', socket, keys: `${set.keys + MORE_KEYS}` };
  const checking = await startMeasured(program, set, upstream, folder, table);
  const feed = ['--issuer', set.issuer, '--feed-key-file', join(authority.dataFolder, 'admin.key')];
  const gate = await startGate(feed);
  await gateReady(gate);
  const asking = await startMeasured(program, set, upstream, folder, { gate: new URL(gate.url).host });
  const empty = residentBytes(checking.pids, 'VmRSS');
  const begin = performance.now();
  const pins = await startPins([...feed, '--to', `nginx:${socket}`]);
  try {
    await until('nginx has the set', LIMIT_MS, async () => {
      return (await ask(checking.url, [bearer(set.token)])).status === 200;
    });
    const seconds = (performance.now() - begin) / 1_000;
    const bytes = (residentBytes(checking.pids, 'VmRSS') - empty) / set.keys;
    const n = set.keys.toLocaleString('en');
    const both = { ...asking, pids: [...asking.pids, gate.program.child.pid ?? Number.NaN] };
    return [
      boundRow(`nginx, start of lostwax pins with ${n} keys to ready`, seconds, 's', 15),
      boundRow(`nginx, memory for each of ${n} keys`, bytes, 'bytes', 330),
      await throughput(load, checking, both, set, milliseconds),
      ...(await revocations('nginx', authority, set, checking.url)),
    ];
  } finally {
    await pins.stop();
    await gate.stop();
    for (const server of [checking, asking, upstream]) await server.stop();
  }
}

async function throughput(
  load: Load,
  checking: MeasuredNginx,
  asking: MeasuredNginx,
  { token, keys }: BenchSet,
  milliseconds: number,
): Promise<Row> {
  const run = (server: MeasuredNginx) => async () =>
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
