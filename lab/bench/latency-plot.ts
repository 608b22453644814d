import type { TopLevelSpec } from 'vega-lite';
import type { Curve } from './report.ts';
import { plotConfig, svgOf } from './svg.ts';

/** Colors that also differ in lightness, each with enough contrast on white and on near-black; shapes distinguish them without color. */
const looks: Readonly<Record<string, readonly [colour: string, shape: string]>> = {
  jose: ['#b35900', 'wedge'],
  'fast-jwt': ['#7a8b00', 'square'],
  'aws-jwt-verify': ['#c2458f', 'diamond'],
  'Envoy jwt_authn, whole set': ['#8250df', 'triangle-up'],
  'gate behind Envoy (gRPC)': ['#218bff', 'triangle-down'],
  'Envoy jwt_authn, 256 shards': ['#808f9b', 'cross'],
  'fast-jwt, cached': ['#4d9a5b', 'triangle-right'],
  'fast-jwt, cached by the key itself': ['#3aa6a0', 'triangle-left'],
  lostwax: ['#e5484d', 'circle'],
};

const TITLE = 'One check of a key, by the number of keys in the set';
const decades = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];
const unit =
  "datum.value < 1000 ? format(datum.value, '~r') + ' us' : datum.value < 1000000 ? format(datum.value / 1000, '~r') + ' ms' : format(datum.value / 1000000, '~r') + ' s'";

/**
 * Plots the time of a check against the number of keys on log-log axes, as SVG.
 *
 * @throws Error for a curve that has no color and shape here.
 */
export async function latencyPlot(curves: readonly Curve[]): Promise<string> {
  const strange = curves.find(({ what }) => !Object.hasOwn(looks, what));
  if (strange !== undefined) throw new Error(`There is no look for "${strange.what}": add one.`);
  return await svgOf(TITLE, spec(curves));
}

function spec(curves: readonly Curve[]): TopLevelSpec {
  const shown = Object.entries(looks).filter(([name]) => curves.some(({ what }) => what === name));
  const names = shown.map(([name]) => name);
  const legend = { title: null, orient: 'right' as const, symbolSize: 90 };
  return {
    background: '#ffffff',
    padding: 12,
    width: 520,
    height: 380,
    title: { text: TITLE, anchor: 'start', fontSize: 14 },
    data: {
      values: curves.flatMap(({ what, points }) => points.map((point) => ({ ...point, what }))),
    },
    encoding: {
      x: {
        field: 'keys',
        type: 'quantitative',
        scale: { type: 'log', nice: false },
        axis: { title: 'keys in the set', format: '~s', values: decades },
      },
      y: {
        field: 'microseconds',
        type: 'quantitative',
        scale: { type: 'log', nice: true },
        axis: { title: 'time of one check', labelExpr: unit, values: decades },
      },
      color: {
        field: 'what',
        type: 'nominal',
        sort: names,
        scale: { domain: names, range: shown.map(([, [colour]]) => colour) },
        legend,
      },
      shape: {
        field: 'what',
        type: 'nominal',
        sort: names,
        scale: { domain: names, range: shown.map(([, [, shape]]) => shape) },
        legend,
      },
    },
    mark: { type: 'line', strokeWidth: 2, point: { filled: true, size: 70 } },
    config: plotConfig,
  };
}
