import type { TopLevelSpec } from 'vega-lite';
import type { Growth, GrowthPoint } from '../report.ts';
import { plotConfig, svgOf } from '../svg.ts';
import { allSeries, series } from './series.ts';
import { maximumSlopeMilliseconds, meanSlopeMilliseconds, memoryPercent, STEP_KEYS } from './the-post.ts';

const THE_POST = 'the post, 2023';

/** The same colors as in the plot of single checks, and shapes that distinguish them without color. */
const looks: Readonly<Record<string, readonly [colour: string, shape: string]>> = {
  [series.rsa.what]: ['#b35900', 'square'],
  [series.p256.what]: ['#8250df', 'triangle-up'],
  [series.shards.what]: ['#218bff', 'diamond'],
  [series.gate.what]: ['#e5484d', 'circle'],
  [THE_POST]: ['#808f9b', 'cross'],
};

/** Both axes are logarithmic. */
const marks = [0.1, 1, 10, 100, 1_000, 10_000].flatMap((decade) => [decade, 2 * decade, 5 * decade]);

type Figure = Exclude<keyof GrowthPoint, 'keys'>;

/** One panel of a plot. */
interface Panel {
  readonly figure: Figure;
  readonly title: string;
  readonly unit: string;
  /** The published line; `start` is what the RSA series took with no keys. */
  readonly post: (keys: number, start: number) => number;
}

const slope = (perStep: number) => (keys: number, start: number) => start + (perStep * keys) / STEP_KEYS;

/** Mean and maximum latency by number of keys, as SVG. */
export function growthLatencyPlot(growths: readonly Growth[]): Promise<string> {
  return draw('Latency of a request through Envoy, by the number of keys', growths, [
    { figure: 'meanMilliseconds', title: 'mean', unit: 'ms', post: slope(meanSlopeMilliseconds) },
    { figure: 'longestMilliseconds', title: 'maximum', unit: 'ms', post: slope(maximumSlopeMilliseconds) },
  ]);
}

/** Memory by number of keys, as SVG. */
export function growthMemoryPlot(growths: readonly Growth[]): Promise<string> {
  return draw('Memory in percent of 8 GiB, by the number of keys', growths, [
    { figure: 'memoryPercent', title: 'while asked', unit: '%', post: memoryPercent },
    { figure: 'peakPercent', title: 'at most', unit: '%', post: memoryPercent },
  ]);
}

function draw(title: string, growths: readonly Growth[], panels: readonly Panel[]): Promise<string> {
  return svgOf(title, {
    background: '#ffffff',
    padding: 12,
    title: { text: title, anchor: 'start', fontSize: 14 },
    hconcat: panels.map((panel) => panelSpec(growths, panel)),
    config: plotConfig,
  });
}

function panelSpec(growths: readonly Growth[], { figure, title, unit, post }: Panel) {
  const names = [...allSeries.map(({ what }) => what), THE_POST];
  const shared = { field: 'what', type: 'nominal' as const, sort: names };
  const legend = { title: null, orient: 'right' as const, symbolSize: 90 };
  const values = [...growths, thePost(growths, figure, post)].flatMap(({ what, points }) =>
    points.map((point) => ({ what, keys: point.keys, value: point[figure] })),
  );
  return {
    width: 300,
    height: 340,
    data: { values },
    encoding: {
      x: {
        ...{ field: 'keys', type: 'quantitative' as const, scale: { nice: false } },
        axis: { title: 'keys', format: '~s', tickCount: 6 },
      },
      y: {
        ...{ field: 'value', type: 'quantitative' as const, scale: { type: 'log' as const, nice: false } },
        axis: { title, labelExpr: `format(datum.value, '~r') + ' ${unit}'`, values: marks },
      },
      color: {
        ...shared,
        scale: { domain: names, range: names.map((name) => looks[name]?.[0] ?? '') },
        legend,
      },
      shape: {
        ...shared,
        scale: { domain: names, range: names.map((name) => looks[name]?.[1] ?? '') },
        legend,
      },
      strokeDash: {
        condition: { test: `datum.what === '${THE_POST}'`, value: [6, 4] },
        value: [1, 0],
      },
    },
    mark: { type: 'line' as const, strokeWidth: 2, point: { filled: true, size: 60 } },
  } satisfies Partial<TopLevelSpec>;
}

/** Every number of keys that at least one series measured. */
function thePost(growths: readonly Growth[], figure: Figure, post: Panel['post']): Growth {
  const rsa = growths.find(({ what }) => what === series.rsa.what);
  const start = rsa?.points[0]?.[figure] ?? 0;
  const all = new Map(growths.flatMap(({ points }) => points.map((point) => [point.keys, point])));
  return {
    what: THE_POST,
    points: [...all.values()].map((point) => ({ ...point, [figure]: post(point.keys, start) })),
  };
}
