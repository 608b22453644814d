import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Curve } from './report.ts';

/** Colours that differ in lightness too, each with enough contrast on white and on near-black; shapes tell them apart without colour. */
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

/** The card turns dark together with what stands on it, so that it can be read on any page. */
const style = `<style>
@media (prefers-color-scheme: dark) {
  svg > rect { fill: #0d1117 }
  text { fill: #d1d9e0 }
  .role-axis-grid line { stroke: #2f3742 }
  .role-axis-domain line, .role-axis-tick line { stroke: #7d8590 }
}
</style>`;

/**
 * Draws what a check takes against the number of keys, both logarithmic, as SVG.
 *
 * @throws Error for a curve that has no colour and shape here.
 */
export async function latencyPlot(curves: readonly Curve[]): Promise<string> {
  const strange = curves.find(({ what }) => !Object.hasOwn(looks, what));
  if (strange !== undefined) throw new Error(`There is no look for "${strange.what}": add one.`);
  const view = new View(parse(compile(spec(curves)).spec), { renderer: 'none' });
  try {
    const svg = await view.toSVG();
    return `${svg.replace(/<svg [^>]*>/, (start) => `${start}\n<title>${TITLE}</title>\n${style}`)}\n`;
  } finally {
    view.finalize();
  }
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
    config: {
      font: 'system-ui, sans-serif',
      axis: { gridColor: '#d9dee3', labelFontSize: 12, titleFontSize: 12 },
      legend: { labelFontSize: 12, labelLimit: 260 },
    },
  };
}
