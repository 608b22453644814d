import { join } from 'node:path';
import { type Measurer, startMeasurer } from '../measurer.ts';
import { atMostTimesRow, boundRow, leastRow, type Row } from '../report.ts';
import { medians } from '../rounds.ts';
import type { PinFeedSetUp } from './pin-feed.ts';
import type { PinOrder, PinReport, PinSetUp } from './pin-process.ts';

const here = import.meta.dirname;
const FEW = 1_000;
const ROUNDS = 11;

/** A very large set: how long it takes to load, how much memory it takes, and whether checks get slower. */
export async function manyPins(keys: number): Promise<readonly Row[]> {
  const started: Measurer<unknown, unknown>[] = [];
  const start = async <Order, Report>(program: string, setUp: unknown): Promise<Measurer<Order, Report>> => {
    const measurer = await startMeasurer<Order, Report>(join(here, program), setUp);
    started.unshift(measurer as Measurer<unknown, unknown>);
    return measurer;
  };
  try {
    const feeds = await Promise.all(
      [FEW, keys].map(async (count) => {
        const feed = await start<null, string>('pin-feed.ts', { keys: count } satisfies PinFeedSetUp);
        return { issuer: await feed.ask(null), keys: count };
      }),
    );
    const pins = await start<PinOrder, PinReport>('pin-process.ts', { feeds } satisfies PinSetUp);
    await pins.ask({ what: 'load', feed: 0 });
    const { seconds, bytes } = await pins.ask({ what: 'load', feed: 1 });
    const check = (feed: number) => async () => (await pins.ask({ what: 'check', feed })).microseconds;
    const [few = Number.NaN, many = Number.NaN] = await medians([check(0), check(1)], ROUNDS);
    const n = keys.toLocaleString('en');
    const peer = { what: `${FEW.toLocaleString('en')} keys`, value: few };
    return [
      atMostTimesRow(`pin check, ${n} keys, in random order`, many, 'us', peer, 2),
      boundRow(`memory per key, set of ${n} keys`, bytes / keys, 'bytes', 24),
      leastRow(`loading ${n} keys over HTTP`, keys / seconds, 'keys/s', 2_000_000),
    ];
  } finally {
    for (const { stop } of started) await stop();
  }
}
