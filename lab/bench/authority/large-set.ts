import { type RunningAuthority, startAuthority } from '../../../tools/testing/authority.ts';
import { until } from '../../../tools/testing/until.ts';
import { residentBytes } from '../memory.ts';
import { type BenchOptions, boundRow, type Row } from '../report.ts';
import { seeded } from '../seeded.ts';

/** Number of revocations for which we time how long they take to appear in the shard. */
const REVOCATIONS = 50;

/** Gateways don't ask for compression: Envoy sends no Accept-Encoding. */
const plain = { headers: { 'accept-encoding': 'identity' } };

/** How a set of a million keys starts and changes, and how much memory it takes. */
export async function largeSet(data: string, { keys }: BenchOptions): Promise<readonly Row[]> {
  const { port } = await seeded(data, keys);

  // Start twice, so that what one measurement keeps in memory can't help the other.
  const shardStart = await startTo(data, port, '/bench/.well-known/jwks/00.json');
  await shardStart.running.stop();
  const wholeStart = await startTo(data, port, '/bench/.well-known/jwks.json');
  const { running } = wholeStart;
  try {
    const revocation = await revocationTimes(running);
    const memory = peakMegabytes(running);
    const n = keys.toLocaleString('en');
    return [
      boundRow(
        `from a revocation's response to the shard without it, ${n} keys, slowest of ${REVOCATIONS}`,
        revocation.shard,
        'ms',
        50,
      ),
      { what: `the same for the whole set, median of 5`, value: revocation.whole, unit: 'ms' },
      boundRow(`peak memory of the authority, ${n} keys, after the whole set was sent`, memory, 'MB', 700),
      boundRow(`from start to the first shard, ${n} keys`, shardStart.seconds, 's', 1),
      boundRow(`from start to the whole set, ${n} keys`, wholeStart.seconds, 's', 5),
    ];
  } finally {
    await running.stop();
  }
}

async function startTo(
  data: string,
  port: number,
  path: string,
): Promise<{ readonly running: RunningAuthority; readonly seconds: number }> {
  const begin = performance.now();
  const running = await startAuthority(data, port);
  await (await fetch(`${running.url}${path}`, plain)).arrayBuffer();
  return { running, seconds: (performance.now() - begin) / 1_000 };
}

async function revocationTimes(
  running: RunningAuthority,
): Promise<{ readonly shard: number; readonly whole: number }> {
  const shard: number[] = [];
  const whole: number[] = [];
  const { items } = await running.call<{ items: { id: string }[] }>(
    'GET',
    `/v1/workspaces/bench/keys?limit=${REVOCATIONS + 5}`,
  );
  for (const [index, { id }] of items.entries()) {
    const [, two] = /_([0-9a-f]{2})_[0-9A-Za-z]{22}$/.exec(id) ?? [];
    await running.call('POST', `/v1/workspaces/bench/keys/${id}/revoke`, {});
    const document = index < REVOCATIONS ? `jwks/${two}.json` : 'jwks.json';
    (index < REVOCATIONS ? shard : whole).push(
      await timeUntilGone(`${running.url}/bench/.well-known/${document}`, id),
    );
  }
  return {
    shard: Math.max(...shard),
    whole: whole.toSorted((a, b) => a - b)[Math.floor(whole.length / 2)] ?? NaN,
  };
}

async function timeUntilGone(url: string, id: string): Promise<number> {
  const begin = performance.now();
  await until('the key is gone', 10_000, async () => {
    const bytes = Buffer.from(await (await fetch(url, plain)).arrayBuffer());
    return !bytes.includes(id);
  });
  return performance.now() - begin;
}

function peakMegabytes({ program }: RunningAuthority): number {
  return residentBytes([program.child.pid ?? 0], 'VmHWM') / 2 ** 20;
}
