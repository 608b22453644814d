import type { Row } from '../report.ts';
import { type Line, leastSquares } from './least-squares.ts';
import { series } from './series.ts';
import type { Step } from './step.ts';
import {
  KEYS_THAT_FIT,
  MEMORY_BYTES,
  maximumSlopeMilliseconds,
  meanSlopeMilliseconds,
  memoryPercent,
  STEP_KEYS,
} from './the-post.ts';

/** A series' targets, checked against the line through its steps. */
interface Musts {
  readonly peak?: number;
  /** In addition to what it takes with no keys. */
  readonly memoryOfKeys?: number;
  readonly slope: (which: 'mean' | 'maximum', line: Line) => Row['must'];
}

/** Milliseconds per 8,192 keys. */
const MOST_SLOPE = { mean: 0.002, maximum: 0.05 } as const;
/** With nine sizes, one series in a hundred that has no slope is farther from 0 than this. */
const STANDARD_ERRORS = 3;

const musts: Readonly<Record<string, Musts>> = {
  [series.shards.what]: {
    peak: 10,
    slope: (which, { slope }) => atMost(slope, MOST_SLOPE[which], 'ms'),
  },
  [series.gate.what]: {
    memoryOfKeys: 1,
    slope: (which, { slope, slopeError }) => {
      const most = STANDARD_ERRORS * slopeError;
      const text = `not measurable: <= ${STANDARD_ERRORS} standard errors, ${most.toPrecision(2)} ms`;
      // A noisy run must not hide a slope that would be too much for shards.
      return { text, met: slope <= most && slope <= MOST_SLOPE[which] };
    },
  },
};

const SHARE = '% of 8 GiB';

export const percentOfMemory = (bytes: number): number => (bytes / MEMORY_BYTES) * 100;

/**
 * @param steps - In ascending order of keys.
 * @param isWhole - Whether the series reached the last number of keys. If not, it meets no target: that it met them
 *   with fewer keys says nothing.
 */
export function rowsOf(name: string, steps: readonly Step[], isWhole: boolean): readonly Row[] {
  const [first, last] = [steps.at(0), steps.at(-1)];
  const must = musts[name];
  if (first === undefined || last === undefined || first === last)
    return must === undefined ? [] : [unmeasured(name, steps.length)];
  const n = `${last.keys.toLocaleString('en')} keys`;
  const line = (perKeys: number, figureOf: (step: Step) => number): Line =>
    leastSquares(steps.map((step) => [step.keys / perKeys, figureOf(step)]));
  const slope = (which: 'mean' | 'maximum', ofPost: number, fitted: Line): Row => ({
    ...against(`${which} latency, slope per 8,192 keys`, fitted.slope, 'ms', ofPost),
    ...required(must?.slope(which, fitted)),
  });
  const peak = percentOfMemory(last.peakBytes);
  const ofKeys = percentOfMemory(last.memoryBytes - first.memoryBytes);
  const rows: readonly Row[] = [
    against(`memory while asked, ${n}`, percentOfMemory(last.memoryBytes), SHARE, memoryPercent(last.keys)),
    {
      what: `memory while asked, beyond that without keys`,
      value: ofKeys,
      unit: SHARE,
      ...required(atMost(ofKeys, must?.memoryOfKeys, SHARE)),
    },
    { what: `most memory, ${n}`, value: peak, unit: SHARE, ...required(atMost(peak, must?.peak, SHARE)) },
    ...fit(
      'while asked',
      line(1, (step) => step.memoryBytes),
    ),
    ...fit(
      'at most',
      line(1, (step) => step.peakBytes),
    ),
    { what: `mean latency, ${n}`, value: last.meanMilliseconds, unit: 'ms' },
    { what: `maximum latency, ${n}`, value: last.longestMilliseconds, unit: 'ms' },
    slope(
      'mean',
      meanSlopeMilliseconds,
      line(STEP_KEYS, (step) => step.meanMilliseconds),
    ),
    slope(
      'maximum',
      maximumSlopeMilliseconds,
      line(STEP_KEYS, (step) => step.longestMilliseconds),
    ),
  ];
  return rows.map(({ must: target, ...row }) => ({
    ...row,
    ...required(target && { ...target, met: target.met && isWhole }),
    what: `${name}: ${row.what}`,
  }));
}

function unmeasured(name: string, count: number): Row {
  return {
    what: `${name}: sizes measured`,
    value: count,
    unit: 'sizes',
    must: { text: '>= 2 sizes', met: false },
  };
}

function against(what: string, value: number, unit: string, ofPost: number): Row {
  return { what, value, unit, peer: { what: 'the post', value: ofPost } };
}

function atMost(value: number, most: number | undefined, unit: string): Row['must'] {
  return most === undefined ? undefined : { text: `<= ${most} ${unit}`, met: value <= most };
}

function required(must: Row['must']): Pick<Row, 'must'> {
  return must === undefined ? {} : { must };
}

/** Empty if there are so few keys that they take no more than the noise. */
function fit(when: string, { slope, start }: Line): readonly Row[] {
  if (!(slope > 0)) return [];
  const what = `keys that fit into 8 GiB, by ${Math.round(slope).toLocaleString('en')} bytes a key ${when}`;
  return [against(what, Math.floor((MEMORY_BYTES - start) / slope), 'keys', KEYS_THAT_FIT)];
}
