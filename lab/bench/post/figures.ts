import type { Figures } from '../report.ts';
import { ASKED } from './asked-keys.ts';
import { percentOfMemory, rowsOf } from './rows.ts';
import type { Series } from './series.ts';
import { REQUESTS_PER_SECOND, type Step } from './step.ts';

/** A series' results, and why it stopped early if it did. */
export interface MeasuredSeries {
  readonly series: Series;
  /** In ascending order of keys. */
  readonly steps: Step[];
  stopped: { readonly keys: number; readonly reason: string } | undefined;
}

export function figuresOf(
  measured: readonly MeasuredSeries[],
  { seconds, revocationSeconds }: { readonly seconds: number; readonly revocationSeconds: number },
): Figures {
  return {
    rows: measured.flatMap(({ series, steps, stopped }) => rowsOf(series.what, steps, stopped === undefined)),
    curves: [],
    growths: measured.map(({ series: { what }, steps }) => ({
      what,
      points: steps.map(({ keys, meanMilliseconds, longestMilliseconds, memoryBytes, peakBytes }) => ({
        ...{ keys, meanMilliseconds, longestMilliseconds },
        memoryPercent: percentOfMemory(memoryBytes),
        peakPercent: percentOfMemory(peakBytes),
      })),
    })),
    notes: [
      `Real pairs for the ${ASKED} keys that are asked, which lie evenly in the set; the other RSA keys have random odd moduli of 2,048 bits, the other P-256 keys points of pairs that were thrown away, and a gate's other pins are random.`,
      `${REQUESTS_PER_SECOND} requests a second, open loop, for at least ${seconds * 2} s a step and until Envoy has fetched and read every document again (${revocationSeconds - 1} s after the last time).`,
      'Keys that fit into 8 GiB are extrapolated from the bytes per key of the least-squares line.',
      ...measured.flatMap(({ series: { what }, stopped }) =>
        stopped === undefined
          ? []
          : [`${what} has no figure at ${stopped.keys.toLocaleString('en')} keys: ${stopped.reason}`],
      ),
    ],
  };
}
