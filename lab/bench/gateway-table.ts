import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FigureSource, Origin, Way } from '../../gateways/origins.ts';
import { ways } from '../../gateways/table.ts';
import { ownPeers, peers } from '../../tools/peers/table.ts';
import { fillBetween } from './fill-between.ts';
import { acceptedBounds } from './gateway-bounds.ts';
import type { Report } from './report.ts';

const folder = join(import.meta.dirname, '..', '..', 'gateways');
const SCHEMA_TEST = '../packages/gateways/test/schemas.test.ts';

/** Where docs/benchmarks.md has the figures of a suite. */
const benchmarks: Readonly<Record<string, string>> = {
  gate: 'the-gate',
  gateways: 'gateways-that-check-keys-themselves',
  revocation: 'revocation',
  verifier: 'the-verifier',
};

/** How the table calls what configurations are checked with. */
const schemaTitles: Readonly<Record<string, string>> = {
  'gateway-api-crds': 'the CRDs of Gateway API',
  'envoy-gateway-crds': 'the CRDs of Envoy Gateway',
  'istio-crds': 'the CRDs of Istio',
  'kong-schema': "decK's schema, of go-database-reconciler",
  'agentgateway-schema': 'the schema of agentgateway',
};

type Reports = ReadonlyMap<string, Report>;

/**
 * Inserts the table of all gateways between its markers.
 *
 * @param reports - By suite. A figure that none of them has is "not measured".
 * @throws Error without markers, or for a way whose test or program is gone.
 */
export function fillGatewayTable(text: string, reports: Reports): string {
  const rows = ways.map((way) => [
    `[${way.gateway}](${way.page})`,
    way.by,
    cell(way.delay, reports, 'not known'),
    cell(way.mostKeys, reports, 'not measured'),
    cell(way.cost, reports, 'not measured'),
    cell(way.unreachable, reports, 'not known'),
    testedWith(way),
  ]);
  const table = [
    [
      'gateway',
      'checks keys by',
      'until a new key works, a revoked one is refused',
      'most keys',
      'cost of a request',
      'authority unreachable',
      'tested with',
    ],
    Array<string>(7).fill('---'),
    ...rows,
  ].map((cells) => `| ${cells.join(' | ')} |`);
  return fillBetween(text, 'gateways', table.join('\n'));
}

/** @param none - What it says if nothing is known. */
function cell(origins: readonly Origin[], reports: Reports, none: string): string {
  const parts = origins.flatMap((origin) => part(origin, reports));
  if (parts.length > 0) return parts.join('; ');
  return origins.length > 0 ? 'not measured' : none;
}

function part(origin: Origin, reports: Reports): string[] {
  if ('figure' in origin) return figure(origin.figure, reports);
  if ('accepted' in origin) return [accepted(origin)];
  if ('test' in origin) return [linked(origin.says, existing(origin.test))];
  return [linked(origin.says, origin.source)];
}

function figure({ suite, what, peer, show }: FigureSource, reports: Reports): string[] {
  const anchor = benchmarks[suite];
  if (anchor === undefined) throw new Error(`docs/benchmarks.md has no section for ${suite}.`);
  const found = reports
    .get(suite)
    ?.rows.find((row) => what.test(row.what) && (peer?.test(row.peer?.what ?? '') ?? true));
  if (found === undefined) return [];
  const text = show(found.value, found.peer?.value ?? Number.NaN);
  return [linked(text, `../docs/benchmarks.md#${anchor}`)];
}

function accepted({ accepted: option, gateway, given = {} }: Extract<Origin, { accepted: string }>): string {
  const { least, most } = acceptedBounds(gateway, option, given);
  if (option === 'revocation') return `\`--revocation\`, ${duration(least)} to ${duration(most)}`;
  const { revocation } = given;
  // Nobody needs the last digits of a bound.
  const digits = 10 ** Math.max(0, String(most).length - 3);
  const number = (Math.floor(most / digits) * digits).toLocaleString('en');
  return `up to ${number}${revocation === undefined ? '' : ` with \`--revocation ${revocation}\``}`;
}

function duration(seconds: number): string {
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** "Tested" is said only of what has a test and a program to run it with. */
function testedWith({ tested, partly, schemas = [] }: Way): string {
  if (tested === undefined) {
    const checked =
      schemas.length === 0
        ? []
        : [`${linked('schema-checked', existing(SCHEMA_TEST))} with ${schemas.map(named).join(' and ')}`];
    const also = partly === undefined ? [] : [linked(partly.says, existing(partly.test))];
    return ['**not run**', ...checked, ...also].join('; ');
  }
  const { peers: names, test, note = '' } = tested;
  if (names.length === 0) return linked('the gate itself', existing(test));
  const outside = names.some((name) => ownPeers.some((it) => it.name === name))
    ? ', outside of `npm test`'
    : '';
  return `${linked(`${note}${names.map((name) => program(name).version).join(', ')}`, existing(test))}${outside}`;
}

function named(name: string): string {
  return `${schemaTitles[name] ?? name} ${program(name).version}`;
}

function program(name: string): { readonly version: string } {
  const found = [...ownPeers, ...peers].find((it) => it.name === name);
  if (found === undefined) throw new Error(`No program ${name} in tools/peers/table.ts.`);
  return found;
}

function linked(text: string, target: string): string {
  return `[${text}](${target})`;
}

function existing(test: string): string {
  if (!existsSync(join(folder, test))) throw new Error(`${test} is gone.`);
  return test;
}
