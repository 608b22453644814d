/**
 * Writes the measured figures into the docs: `npm run bench:docs`.
 *
 * `npm run bench -- <suite> --json docs/figures/<suite>.json` writes a suite's figures; this turns them into the tables in
 * docs/benchmarks.md, the plots next to it, and the table in gateways/README.md. No figure is copied by hand. The table of
 * docs/jwt-libraries.md comes from the examples' own list.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { libraryTable } from '../../examples/jwt-libraries/libraries.ts';
import { faultsTable } from '../faults/results.ts';
import { fillBetween } from './fill-between.ts';
import { fillTables, plotFiles } from './fill-tables.ts';
import { fillGatewayTable } from './gateway-table.ts';
import { growthTables } from './growth/table.ts';
import { latencyPlot } from './latency-plot.ts';
import { growthLatencyPlot, growthMemoryPlot } from './post/plots.ts';
import type { Report } from './report.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
const figures = join(docs, 'figures');

/** Documents generated from figures, with the text they should have. */
export async function documents(): Promise<ReadonlyMap<string, string>> {
  const reports = new Map(
    readdirSync(figures)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .map((name) => [
        basename(name, '.json'),
        JSON.parse(readFileSync(join(figures, name), 'utf8')) as Report,
      ]),
  );
  const tables = join(docs, 'benchmarks.md');
  const curves = [...reports.values()].flatMap((report) => report.curves);
  const gateways = join(docs, '..', 'gateways', 'README.md');
  const reliability = join(docs, 'reliability.md');
  const libraries = join(docs, 'jwt-libraries.md');
  const made = new Map([
    [reliability, fillBetween(readFileSync(reliability, 'utf8'), 'faults', faultsTable())],
    [libraries, fillBetween(readFileSync(libraries, 'utf8'), 'libraries', libraryTable())],
    [gateways, fillGatewayTable(readFileSync(gateways, 'utf8'), reports)],
    [tables, fillTables(readFileSync(tables, 'utf8'), reports)],
    [join(docs, 'latency.svg'), await latencyPlot(curves)],
  ]);
  const growth = reports.get('growth');
  if (growth !== undefined) {
    const operating = join(docs, 'operating.md');
    made.set(operating, fillBetween(readFileSync(operating, 'utf8'), 'growth', growthTables(growth)));
  }
  for (const [suite, { growths }] of reports) {
    if (growths === undefined) continue;
    const { latency, memory } = plotFiles(suite);
    made.set(join(docs, latency), await growthLatencyPlot(growths));
    made.set(join(docs, memory), await growthMemoryPlot(growths));
  }
  return made;
}

if (import.meta.main) {
  for (const [file, text] of await documents()) writeFileSync(file, text);
}
