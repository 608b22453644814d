/**
 * Compares the ways to authenticate calls: `npm run compare [-- --keys N] [--seconds S] [--json FILE]`.
 *
 * One authority, one gate, one customer, real processes, one run. `npm run compare:docs` makes docs/choosing.md of the JSON.
 */
import { parseArgs } from 'node:util';
import { compare } from './compare.ts';
import { writeComparison } from './report.ts';
import { comparisonTable } from './table.ts';

const { values } = parseArgs({
  options: { keys: { type: 'string' }, seconds: { type: 'string' }, json: { type: 'string' } },
});
const most = Number(values.keys ?? 1_000_000);
const comparison = await compare({
  sizes: [...[1, 8_192].filter((size) => size < most), most],
  seconds: Number(values.seconds ?? 5),
  said: (text) => process.stderr.write(`${text}\n`),
});
console.log(comparisonTable(comparison));
if (values.json !== undefined) writeComparison(values.json, comparison);
