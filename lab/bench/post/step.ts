import { setTimeout as delay } from 'node:timers/promises';
import { ask, bearer } from '../../../tools/testing/request.ts';
import { until } from '../../../tools/testing/until.ts';
import type { LoadReport } from '../load/generator.ts';
import { type Load, startLoad, withKey } from '../load/load.ts';
import { medianResidentBytes, residentBytes, watchMemory } from '../memory.ts';
import { type RunningSeries, type Series, type StartOptions, startSeries } from './series.ts';

/** The results of one series at one number of keys. */
export interface Step {
  readonly keys: number;
  /** RFC 3339. */
  readonly at: string;
  /** From the start of the process until it accepted every key that requests use. */
  readonly startSeconds: number;
  readonly requests: number;
  readonly meanMilliseconds: number;
  readonly longestMilliseconds: number;
  /** The median under load. */
  readonly memoryBytes: number;
  /** The peak over its lifetime. */
  readonly peakBytes: number;
}

export interface StepOptions extends Omit<StartOptions, 'signal' | 'startLimitMilliseconds'> {
  readonly keys: number;
  /** For each of the two or more slices of load. */
  readonly seconds: number;
  /** Free memory of the machine below which the step is abandoned. {@link LEAST_LEFT_BYTES} except in tests. */
  readonly leastLeftBytes: number;
}

export const REQUESTS_PER_SECOND = 100;
/** Enough for all requests that come due while one takes half a second. */
const CONNECTIONS = 64;
const SLICES = 2;
/** For a step to become ready, and for it to refetch and parse its keys. */
const LIMIT_SECONDS = 240;
/** Free memory of the machine: using more would harm everything else that runs on it. */
export const LEAST_LEFT_BYTES = 6 * 2 ** 30;

/** Envoy refuses a revoked key within this time: the value in the published measurement, and Lostwax's default. */
const REVOCATION_SECONDS = 15;

/** Short measurements shouldn't have to wait many times as long for the next fetch. */
export function stepRevocationSeconds(seconds: number): number {
  return Math.min(REVOCATION_SECONDS, Math.max(2, Math.round(seconds * 1.5)));
}

/** @throws Error with the reason if it couldn't be measured: not ready in time, or too little free memory. */
export async function measureStep(series: Series, options: StepOptions): Promise<Step> {
  const end = new AbortController();
  const watching = watchMemory(options.leastLeftBytes, end.signal);
  const measuring = startAndMeasure(series, options, end.signal);
  try {
    return await Promise.race([measuring, watching.then(() => measuring)]);
  } finally {
    end.abort();
    // By then its processes have ended.
    await measuring.catch(() => {});
  }
}

async function startAndMeasure(series: Series, options: StepOptions, signal: AbortSignal): Promise<Step> {
  const began = performance.now();
  const startLimitMilliseconds = LIMIT_SECONDS * 1_000;
  const running = await startSeries(series, { ...options, startLimitMilliseconds, signal });
  const load = await startLoad();
  const givenUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The step was given up.')));
  });
  givenUp.catch(() => {});
  try {
    signal.throwIfAborted();
    return await Promise.race([measure(series, running, load, options, began), givenUp]);
  } finally {
    await load.stop();
    await running.kill();
  }
}

async function measure(
  { documents }: Series,
  running: RunningSeries,
  load: Load,
  { keys, seconds, source: { tokens } }: StepOptions,
  began: number,
): Promise<Step> {
  const { url, pids } = running;
  await until('every key is accepted', LIMIT_SECONDS * 1_000, async () => {
    const answers = await Promise.all(tokens.map((token) => ask(url, [bearer(token)])));
    return answers.every(({ status }) => status === 200);
  });
  const startSeconds = (performance.now() - began) / 1_000;
  const part = { requests: tokens.map(withKey), status: 200, perSecond: REQUESTS_PER_SECOND };
  const order = { url, milliseconds: seconds * 1_000, connections: CONNECTIONS, part };
  const rereading = documents === 0 ? undefined : rereads(running, documents);
  await load.ask({ ...order, milliseconds: order.milliseconds / 10 });
  const { result: slices, bytes: memoryBytes } = await medianResidentBytes(pids, async () => {
    const reports: LoadReport[] = [];
    const asking = performance.now();
    do {
      reports.push(await load.ask(order));
      if (performance.now() - asking > LIMIT_SECONDS * 1_000)
        throw new Error(`Its keys were not fetched again and read within ${LIMIT_SECONDS} s.`);
    } while (reports.length < SLICES || rereading?.done === false);
    return reports;
  });
  const requests = slices.reduce((sum, slice) => sum + slice.requests, 0);
  const microseconds = slices.reduce((sum, slice) => sum + slice.mean * slice.requests, 0) / requests;
  return {
    keys,
    at: new Date().toISOString(),
    startSeconds,
    requests,
    meanMilliseconds: microseconds / 1_000,
    longestMilliseconds: Math.max(...slices.map(({ longest }) => longest)) / 1_000,
    memoryBytes,
    peakBytes: residentBytes(pids, 'VmHWM'),
  };
}

const ASK_EVERY_MILLISECONDS = 250;

/** During the load, waits until all documents have been fetched and parsed again. */
function rereads(running: RunningSeries, documents: number): { done: boolean } {
  const state = { done: false };
  const look = async (): Promise<void> => {
    const wanted = (await running.documentsRead()) + documents;
    while ((await running.documentsRead()) < wanted) await delay(ASK_EVERY_MILLISECONDS);
    state.done = true;
  };
  // Envoy may be killed meanwhile.
  look().catch(() => {});
  return state;
}
