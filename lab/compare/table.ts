import type { Comparison, MethodFigures } from './report.ts';
import type { ForgedCalls } from './signing-key-thief.ts';

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
    ['Works on an unmodified gateway', ({ plainGateway }) => gateways[plainGateway]],
    ...sizes.map((keys, at): readonly [string, Cell] => [
      `Check at the gate with ${keys.toLocaleString('en')} ${keys === 1 ? 'key' : 'keys'}: p50, p99, requests per second and thread`,
      ({ speeds }) =>
        `${number(speeds[at]?.p50 ?? 0)} µs, ${number(speeds[at]?.p99 ?? 0)} µs, ${Math.round(speeds[at]?.perSecond ?? 0).toLocaleString('en')}`,
    ]),
    ['Issuing a key', ({ cost }) => `${number(cost.issueMilliseconds)} ms`],
    ['Bytes stored per key', ({ cost }) => number(cost.storedBytes)],
    ['Bytes at the gate per key', ({ cost }) => number(cost.gateBytes)],
    [
      'From a revocation to refusal at the gate: p50, p99',
      ({ revocation }) => `${number(revocation.p50)} ms, ${number(revocation.p99)} ms`,
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

const gateways = {
  yes: 'yes',
  'accepts until it expires': 'yes, but can’t revoke a single one',
  no: 'no: gate or verifier',
};

const forged = (calls: ForgedCalls | undefined): string =>
  calls === undefined
    ? 'there is none'
    : `**${calls.atGate}** of ${calls.tried}, **${calls.atPlainGateway}** of ${calls.tried}`;

const stored = (variables: readonly string[]): string => variables.map((name) => `\`${name}\``).join(', ');
const theft = ({ tried, succeeded }: { readonly tried: number; readonly succeeded: number }): string =>
  `${tried.toLocaleString('en')}, **${succeeded.toLocaleString('en')}**`;

function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
