import type { Report } from '../report.ts';
import { databases, growing } from './suite.ts';

type What = keyof typeof growing;

interface Line {
  readonly what: string;
  readonly of: readonly What[];
  readonly kept: string;
}

const lines: readonly Line[] = [
  {
    what: 'a key, with its audit entry',
    of: ['key', 'created'],
    kept: 'permanently; `DELETE …/customers/<id>` erases what is personal',
  },
  {
    what: 'the audit entry of a revocation, or of another change of a key',
    of: ['ended'],
    kept: 'permanently',
  },
  { what: 'a change in the feed', of: ['change'], kept: 'one day' },
  { what: 'a request with an `Idempotency-Key`', of: ['request'], kept: '24 hours' },
  { what: 'the usage of one key in one hour', of: ['usage'], kept: '366 days' },
];

const PER_SECOND = 10;
const SECONDS_A_DAY = 86_400;
const USED_KEYS = 10_000;

/** Days whose growth the documents state: records of each kind in a day. */
const days: readonly { readonly what: string; readonly of: Readonly<Partial<Record<What, number>>> }[] = [
  {
    what: `${PER_SECOND} keys created a second`,
    of: { key: PER_SECOND * SECONDS_A_DAY, created: PER_SECOND * SECONDS_A_DAY },
  },
  { what: `${PER_SECOND} revocations a second`, of: { ended: PER_SECOND * SECONDS_A_DAY } },
  { what: `${USED_KEYS.toLocaleString('en')} keys, each used every hour`, of: { usage: USED_KEYS * 24 } },
];

/** The tables of docs/operating.md: bytes per record, and the growth per day. */
export function growthTables({ rows, machine, at }: Pick<Report, 'rows' | 'machine' | 'at'>): string {
  const bytes = (what: What, database: string): number =>
    rows.find((row) => row.what === `${growing[what]}: ${database}`)?.value ?? Number.NaN;
  const records = lines.map(({ what, of, kept }) => [
    what,
    ...databases.map((database) => rounded(sum(of.map((one) => bytes(one, database))))),
    kept,
  ]);
  const daily = days.map(({ what, of }) => [
    what,
    ...databases.map((database) =>
      size(sum(Object.entries(of).map(([one, count]) => bytes(one as What, database) * count))),
    ),
  ]);
  return [
    table(['bytes on disk', ...databases, 'kept'], records),
    table(['growth per day', ...databases], daily),
    `Measured by \`npm run bench -- growth\`: ${machine}; ${at.slice(0, 10)}.`,
  ].join('\n\n');
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** To two digits: the third changes with the lengths of names. */
const rounded = (bytes: number): string => Number(bytes.toPrecision(2)).toLocaleString('en');

function size(bytes: number): string {
  return bytes >= 1e8 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 || at > databases.length ? '---' : '---:'));
  return [line(head), `|${rule.join('|')}|`, ...rows.map(line)].join('\n');
}
