import { renderEnvoy } from '@lostwax/gateways';
import { startEnvoy } from '../../../tools/testing/envoy.ts';
import { startBare } from '../load/bare.ts';
import { addressOf, anyPort, series } from '../post/series.ts';
import { Sources } from '../post/sources.ts';
import { LEAST_LEFT_BYTES, measureStep, type Step, stepRevocationSeconds } from '../post/step.ts';
import { atMostTimesRow, boundRow, type Row } from '../report.ts';
import type { BenchSet, BenchSets } from '../sets.ts';
import { revocations } from './revocations.ts';

/** With a refresh of one second. */
const REVOCATION_SECONDS = 2;
const REVOCATIONS = 200;
const AT_A_TIME = 10;

/** What Envoy's own check costs with many keys in 256 shards, compared with one. */
export async function envoyShards(program: string, keys: number, seconds: number): Promise<readonly Row[]> {
  const sources = new Sources();
  const upstream = await startBare(new Response());
  const step = async (size: number): Promise<Step> =>
    measureStep(series.shards, {
      ...{ keys: size, seconds, program, upstream: upstream.url, leastLeftBytes: LEAST_LEFT_BYTES },
      source: await sources.publish(series.shards.algorithm, size),
      revocationSeconds: stepRevocationSeconds(seconds),
    });
  try {
    // In this order, so that a machine that becomes slower affects both.
    const [one, many, manyAgain, oneAgain] = [
      await step(1),
      await step(keys),
      await step(keys),
      await step(1),
    ];
    const what = `Envoy, ${keys.toLocaleString('en')} keys in 256 shards`;
    const mean = (some: Step, others: Step) => (some.meanMilliseconds + others.meanMilliseconds) / 2;
    const peer = { what: 'one key in a shard', value: mean(one, oneAgain) };
    const bytes = (many.memoryBytes - one.memoryBytes) / keys;
    const steady = { what: 'under load', value: many.memoryBytes };
    return [
      atMostTimesRow(`${what}, mean of a request at 100 requests/s`, mean(many, manyAgain), 'ms', peer, 1.15),
      boundRow(`${what}, memory for each key`, bytes, 'bytes', 650),
      atMostTimesRow(`${what}, highest memory`, many.peakBytes, 'bytes', steady, 1.1),
      boundRow(`${what}, start to ready`, many.startSeconds, 's', 12),
    ];
  } finally {
    await sources.stop();
    await upstream.stop();
  }
}

/** How soon an Envoy that fetches the key set every second refuses a revoked key. */
export async function envoyRevocations(
  program: string,
  { authority }: BenchSets,
  set: BenchSet,
): Promise<readonly Row[]> {
  const upstream = await startBare(new Response());
  const config = renderEnvoy({
    ...{ issuer: set.issuer, audience: set.audience, prefix: set.prefix, mode: 'jwt', shards: 256 },
    ...{ upstream: addressOf(upstream.url), listen: anyPort, admin: anyPort },
    revocationSeconds: REVOCATION_SECONDS,
  });
  const envoy = await startEnvoy(program, config);
  try {
    return await revocations({
      ...{ name: `Envoy, ${set.keys.toLocaleString('en')} keys, fetched every second`, authority, set },
      ...{ url: envoy.url, count: REVOCATIONS, atATime: AT_A_TIME, most: { longest: 1_500 } },
    });
  } finally {
    await envoy.stop();
    await upstream.stop();
  }
}
