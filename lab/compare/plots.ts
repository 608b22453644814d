import type { TopLevelSpec } from 'vega-lite';
import { plotConfig, svgOf } from '../bench/svg.ts';
import type { Comparison } from './report.ts';

/** The same colors for a method in every plot; shapes distinguish them without color. */
const looks: Readonly<Record<string, readonly [color: string, shape: string]>> = {
  signed: ['#e5484d', 'circle'],
  opaque: ['#218bff', 'square'],
  'oauth-client': ['#8250df', 'triangle-up'],
  certificate: ['#4d9a5b', 'diamond'],
  'shared-signed': ['#b35900', 'cross'],
};

/** Latency of a check by the number of keys, at the gate and in Envoy, as SVG. */
export function speedPlot(comparison: Comparison): Promise<string> {
  const values = comparison.methods.flatMap(({ title, speeds }) =>
    speeds.flatMap(({ keys, p50, envoy }) => [
      { title, keys, where: 'at the gate', microseconds: p50 },
      // A difference that is lost in the noise has no place on a logarithmic axis.
      ...(envoy && envoy.p50 > envoy.unchecked.p50
        ? [{ title, keys, where: 'in Envoy', microseconds: envoy.p50 - envoy.unchecked.p50 }]
        : []),
    ]),
  );
  return svgOf('What a check adds to a request', {
    ...frame('What a check adds to a request (median)'),
    data: { values },
    facet: { column: { field: 'where', type: 'nominal', title: null, header: { labelFontSize: 13 } } },
    spec: {
      width: 260,
      height: 260,
      mark: { type: 'line', strokeWidth: 2, point: { filled: true, size: 80 } },
      encoding: {
        x: {
          ...{ field: 'keys', type: 'quantitative', scale: { type: 'log' } },
          axis: { title: 'keys', format: '~s', values: [1, 100, 10_000, 1_000_000] },
        },
        y: {
          ...{ field: 'microseconds', type: 'quantitative', scale: { type: 'log' } },
          axis: { title: 'microseconds', format: '~s', tickCount: 5 },
        },
        ...byMethod(comparison),
      },
    },
  });
}

/** How long a revoked key is still accepted, as SVG. */
export function revocationPlot(comparison: Comparison): Promise<string> {
  const values = comparison.methods.flatMap(({ title, revocation, envoyRevocation }) => [
    { title, where: 'at the gate', milliseconds: revocation.p99 },
    ...(typeof envoyRevocation === 'object'
      ? [{ title, where: 'in Envoy', milliseconds: envoyRevocation.p99 }]
      : []),
  ]);
  const titles = comparison.methods.map(({ title }) => title);
  return svgOf('How long a revoked key is still accepted', {
    ...frame('How long a revoked key is still accepted (p99)'),
    ...{ width: 420, height: { step: 18 } },
    data: { values },
    mark: { type: 'bar', cornerRadiusEnd: 3 },
    encoding: {
      y: { field: 'title', type: 'nominal', title: null, sort: titles },
      yOffset: { field: 'where', type: 'nominal', sort: PLACES },
      x: { field: 'milliseconds', type: 'quantitative', axis: { title: 'milliseconds' } },
      color: {
        ...{ field: 'where', type: 'nominal', sort: PLACES },
        scale: { domain: PLACES, range: ['#e5484d', '#808f9b'] },
        legend: { title: null },
      },
    },
  });
}

const PLACES = ['at the gate', 'in Envoy'];

function frame(text: string): Pick<TopLevelSpec, 'background' | 'padding' | 'title' | 'config'> {
  return {
    ...{ background: '#ffffff', padding: 12, config: plotConfig },
    title: { text, anchor: 'start', fontSize: 14 },
  };
}

function byMethod({ methods }: Comparison) {
  const titles = methods.map(({ title }) => title);
  const look = (at: 0 | 1): string[] => methods.map(({ name }) => looks[name]?.[at] ?? '');
  const legend = { title: null, symbolSize: 90 };
  return {
    color: { field: 'title', type: 'nominal', scale: { domain: titles, range: look(0) }, legend },
    shape: { field: 'title', type: 'nominal', scale: { domain: titles, range: look(1) }, legend },
  } as const;
}
