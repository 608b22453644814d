import { basename, join } from 'node:path';
import { needed } from '../../../tools/peers/peer.ts';
import { startBare } from '../load/bare.ts';
import { type BenchOptions, type Figures, machine } from '../report.ts';
import { figuresOf, type MeasuredSeries } from './figures.ts';
import { KeptSteps } from './kept.ts';
import { Progress } from './progress.ts';
import { allSeries } from './series.ts';
import { Sources } from './sources.ts';
import {
  LEAST_LEFT_BYTES,
  measureStep,
  REQUESTS_PER_SECOND,
  type Step,
  stepRevocationSeconds,
} from './step.ts';
import { STEP_KEYS } from './the-post.ts';

/** The published benchmark, repeated, together with what Lostwax offers. */
export async function post({ keys, seconds, cache }: BenchOptions): Promise<Figures> {
  const program = await needed('envoy');
  const revocationSeconds = stepRevocationSeconds(seconds);
  const parameters = { keys, seconds, revocationSeconds, perSecond: REQUESTS_PER_SECOND };
  // Its folder is named after its version; where that folder is doesn't matter.
  const gateway = basename(join(program, '..', '..'));
  const kept = new KeptSteps(cache, { machine: machine(), gateway, ...parameters });
  if (kept.count > 0)
    console.error(`${kept.count} steps come from an earlier run. Delete ${kept.file} to measure them again.`);
  const sizes = scattered(sizesUpTo(keys));
  const progress = new Progress(sizes.length * allSeries.length);
  const measured: MeasuredSeries[] = allSeries.map((series) => ({ series, steps: [], stopped: undefined }));
  const sources = new Sources();
  const upstream = await startBare(new Response(null, { headers: { 'content-length': '0' } }));

  const step = async (one: MeasuredSeries, size: number): Promise<Step> => {
    const { what, algorithm } = one.series;
    const before = kept.find(what, size);
    if (before !== undefined) return before;
    const source = await sources.publish(algorithm, size);
    const after = await measureStep(one.series, {
      ...{ keys: size, seconds, program, source, upstream: upstream.url, revocationSeconds },
      leastLeftBytes: LEAST_LEFT_BYTES,
    });
    kept.add(what, after);
    return after;
  };

  try {
    let done = 0;
    for (const [index, size] of sizes.entries()) {
      // The order is reversed after each size, so that a drifting machine affects all series equally.
      for (const one of index % 2 === 0 ? measured : measured.toReversed()) {
        progress.show(done, `${one.series.what}, ${size.toLocaleString('en')} keys`);
        done += 1;
        if (one.stopped !== undefined && one.stopped.keys < size) continue;
        try {
          one.steps.push(await step(one, size));
        } catch (error) {
          one.stopped = { keys: size, reason: reasonOf(error) };
        }
      }
    }
  } finally {
    progress.end();
    await sources.stop();
    await upstream.stop();
  }
  for (const { steps } of measured) steps.sort((a, b) => a.keys - b.keys);
  return figuresOf(measured, { seconds, revocationSeconds });
}

const PARTS = 8;

/** Nine evenly spaced sizes starting at 0; three if there are too few keys for their number to matter. */
function sizesUpTo(keys: number): readonly number[] {
  const parts = keys < STEP_KEYS ? 2 : PARTS;
  return Array.from({ length: parts + 1 }, (_, n) => Math.round((keys * n) / parts));
}

/**
 * In an order in which a machine that becomes slower or faster doesn't look like an effect of the size.
 *
 * @param sizes - An odd number of them.
 */
function scattered(sizes: readonly number[]): readonly number[] {
  return sizes.map((_, n) => sizes[(n * 4) % sizes.length] ?? 0);
}

const MOST_REASON_CHARACTERS = 300;

/** The message in one line, with its causes. */
function reasonOf(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const behind = cause instanceof Error ? ` ${cause.message}` : '';
  return (message + behind).replaceAll(/\s+/g, ' ').slice(-MOST_REASON_CHARACTERS);
}
