/** Makes docs/choosing.md and its plots of the measured figures: `npm run compare:docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guideTable } from './guide.ts';
import { revocationPlot, speedPlot } from './plots.ts';
import { type Comparison, readComparison } from './report.ts';
import { comparisonTable } from './table.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
export const comparisonFile = join(docs, 'choosing.json');

/** The page and its plots by their paths, with every figure taken from the comparison. */
export async function choosingFiles(comparison: Comparison): Promise<ReadonlyMap<string, string>> {
  const { at, machine, seconds } = comparison;
  const text = readFileSync(join(import.meta.dirname, 'choosing-template.txt'), 'utf8')
    .replace('{{guide}}', () => guideTable(comparison))
    .replace('{{table}}', () => comparisonTable(comparison))
    .replace(
      '{{machine}}',
      () => `Measured ${at.slice(0, 10)} on ${machine}, in ${Math.ceil(seconds / 60)} minutes.`,
    );
  return new Map([
    [join(docs, 'choosing.md'), text],
    [join(docs, 'choosing-speed.svg'), await speedPlot(comparison)],
    [join(docs, 'choosing-revocation.svg'), await revocationPlot(comparison)],
  ]);
}

if (import.meta.main) {
  for (const [file, text] of await choosingFiles(readComparison(comparisonFile))) writeFileSync(file, text);
}
