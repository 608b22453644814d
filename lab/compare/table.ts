import { count, milliseconds, number } from './numbers.ts';
import type { Comparison, MethodFigures } from './report.ts';
import type { EnvoyDelays } from './revocation.ts';
import type { ForgedCalls } from './signing-key-thief.ts';
import type { EnvoySpeed, Speed } from './speed.ts';
import type { Theft } from './thief.ts';

type Cell = (figures: MethodFigures) => string;

/** The rows of the comparison: what was measured, and how a reader sees it. */
function rowsOf({ methods: [some] }: Comparison): readonly (readonly [string, Cell])[] {
  const sizes = some?.speeds.map(({ keys }) => keys) ?? [];
  return [
    ['From no account to the first 200, machine time', ({ first }) => `${number(first.seconds)} s`],
    ['Steps, and requests, until then', ({ first }) => `${first.steps.length}, ${first.requests}`],
    ['Requests per call', ({ first }) => `${first.requestsPerCall}`],
    ['Consumer writes', ({ consumer }) => `${consumer.statements} statements`],
    ['Consumer stores', ({ consumer }) => stored(consumer.variables.filter((name) => name !== 'API_URL'))],
    ['Producer writes', ({ producer }) => `${producer.statements} statements`],
    ['Producer stores', ({ producer }) => stored(producer.variables.filter((name) => name !== 'PORT'))],
    ['Works on an unmodified gateway (Envoy)', ({ envoyRevocation }) => onGateway(envoyRevocation)],
    ...sizes.map((keys, at): readonly [string, Cell] => [
      `Check at the gate with ${count(keys)}: p50, p99, requests per second and thread`,
      ({ speeds }) => speed(speeds[at]),
    ]),
    ...sizes.map((keys, at): readonly [string, Cell] => [
      `Check in Envoy with ${count(keys)}: added to p50 and p99, share of the requests per second without a check`,
      ({ speeds }) => added(speeds[at]?.envoy),
    ]),
    ['Issuing a key', ({ cost }) => `${number(cost.issueMilliseconds)} ms`],
    ['Bytes stored per key', ({ cost }) => number(cost.storedBytes)],
    ['Bytes at the gate per key', ({ cost }) => number(cost.gateBytes)],
    ['Bytes in Envoy per key', ({ speeds }) => envoyBytes(speeds)],
    [
      'From a revocation to refusal at the gate: p50, p99',
      ({ revocation }) => `${milliseconds(revocation.p50)}, ${milliseconds(revocation.p99)}`,
    ],
    [
      'From a revocation to refusal in Envoy, which fetches every second: p50, p99',
      ({ envoyRevocation }) => delays(envoyRevocation),
    ],
    [
      'A thief with database, log and backup: values tried, calls that succeed',
      ({ thieves }) => theft(thieves.database),
    ],
    [
      'A thief with one moment of the server’s memory: keys found, calls that succeed',
      ({ thieves }) => theft(thieves.memory),
    ],
    [
      'A thief with one leaked key: calls that succeed until it is revoked',
      ({ thieves }) => theft(thieves.credential),
    ],
    [
      'A thief with the signing key: forged calls accepted at the gate, at a plain gateway',
      ({ signingKey }) => forged(signingKey),
    ],
  ];
}

/** The comparison as a Markdown table, a column for each method. */
export function comparisonTable(comparison: Comparison): string {
  const { methods } = comparison;
  const head = ['| measured |', ...methods.map(({ title }) => ` ${title} |`)].join('');
  const line = `|---|${methods.map(() => '---|').join('')}`;
  const rows = rowsOf(comparison).map(
    ([what, cell]) => `| ${what} |${methods.map((figures) => ` ${cell(figures)} |`).join('')}`,
  );
  return [head, line, ...rows].join('\n');
}

const NOT_IN_ENVOY = 'can’t check it';
const NOT_MEASURED = 'not measured';

function onGateway(seen: EnvoyDelays | undefined): string {
  if (seen === undefined) return NOT_MEASURED;
  if (seen === 'not accepted') return 'no: gate or verifier';
  return seen === 'never' ? 'yes, but can’t revoke a single one' : 'yes';
}

function speed(at: Speed | undefined): string {
  if (at === undefined) return '';
  return `${number(at.p50)} µs, ${number(at.p99)} µs, ${Math.round(at.perSecond).toLocaleString('en')}`;
}

function added(envoy: EnvoySpeed | undefined): string {
  if (envoy === undefined) return NOT_IN_ENVOY;
  const { p50, p99, perSecond, unchecked } = envoy;
  const share = Math.round((perSecond / unchecked.perSecond) * 100);
  return `${more(p50, unchecked.p50)}, ${more(p99, unchecked.p99)}, ${share} %`;
}

/** A check that takes less than the noise isn't free. */
function more(checked: number, unchecked: number): string {
  return checked > unchecked ? `${number(checked - unchecked)} µs` : 'not measurable';
}

/** The growth between the smallest and the largest set. */
function envoyBytes(speeds: readonly Speed[]): string {
  const [first, last] = [speeds[0], speeds.at(-1)];
  if (first?.envoy === undefined || last?.envoy === undefined) return NOT_IN_ENVOY;
  const grown = last.envoy.residentBytes - first.envoy.residentBytes;
  const perKey = grown / Math.max(1, last.keys - first.keys);
  return perKey < 1 ? 'none: one signing key' : number(perKey);
}

function delays(measured: EnvoyDelays | undefined): string {
  if (measured === undefined) return NOT_MEASURED;
  if (measured === 'not accepted') return NOT_IN_ENVOY;
  return measured === 'never'
    ? 'never, until it expires'
    : `${milliseconds(measured.p50)}, ${milliseconds(measured.p99)}`;
}

const forged = (calls: ForgedCalls | undefined): string =>
  calls === undefined
    ? 'there is none'
    : `**${calls.atGate}** of ${calls.tried}, **${calls.atPlainGateway}** of ${calls.tried}`;

const stored = (variables: readonly string[]): string => variables.map((name) => `\`${name}\``).join(', ');
const theft = ({ tried, succeeded }: Theft): string =>
  `${tried.toLocaleString('en')}, **${succeeded.toLocaleString('en')}**`;
