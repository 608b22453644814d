/**
 * Measures what the documentation says: `npm run bench -- <suite> … [--keys N] [--seconds S] [--json FILE]`.
 *
 * Every figure stands beside its peer of the same run, since machines differ and drift: quote the ratios.
 */
import { parseArgs } from 'node:util';
import { authority } from './authority/suite.ts';
import { gate } from './gate/suite.ts';
import { large } from './large/suite.ts';
import { portal } from './portal/suite.ts';
import {
  type BenchOptions,
  type Curve,
  type Figures,
  machine,
  type Row,
  table,
  writeReport,
} from './report.ts';
import { revocation } from './revocation/suite.ts';
import { verifier } from './verifier/suite.ts';

const suites: Readonly<Record<string, (options: BenchOptions) => Promise<Figures>>> = {
  authority,
  verifier,
  gate,
  revocation,
  portal,
  large,
};

const given = readArguments();
if (given === undefined) {
  console.error(
    `Usage: npm run bench -- <suite> … [--keys N] [--seconds S] [--json FILE]\nSuites: ${Object.keys(suites).join(', ')}`,
  );
  process.exit(2);
}
const { names, keys, seconds, json } = given;

console.log(`${machine()}\n`);
const rows: Row[] = [];
const curves: Curve[] = [];
for (const name of names) {
  const figures = await suites[name]?.({ keys, seconds });
  rows.push(...(figures?.rows ?? []));
  curves.push(...(figures?.curves ?? []));
}
console.log(table(rows));
if (json !== undefined) writeReport(json, { rows, curves });

/** `undefined` where anything is wrong with them, or help is asked for. */
function readArguments() {
  try {
    const { values, positionals: names } = parseArgs({
      allowPositionals: true,
      options: { keys: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'string' } },
    });
    const keys = Number(values.keys ?? 1_000_000);
    const seconds = Number(values.seconds ?? 10);
    const known = names.length > 0 && names.every((name) => Object.hasOwn(suites, name));
    return known && keys >= 1 && seconds > 0 ? { names, keys, seconds, json: values.json } : undefined;
  } catch {
    return undefined;
  }
}
