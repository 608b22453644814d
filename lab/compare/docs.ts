/** Makes docs/choosing.md of the measured figures: `npm run compare:docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Comparison, readComparison } from './report.ts';
import { comparisonTable } from './table.ts';

const docs = join(import.meta.dirname, '..', '..', 'docs');
export const choosingFile = join(docs, 'choosing.md');
export const comparisonFile = join(docs, 'choosing.json');

/** The page, with every figure taken from the comparison. */
export function choosingText(comparison: Comparison): string {
  return readFileSync(join(import.meta.dirname, 'choosing-template.txt'), 'utf8')
    .replace('{{table}}', () => comparisonTable(comparison))
    .replace('{{machine}}', () => `Measured ${comparison.at.slice(0, 10)} on ${comparison.machine}.`);
}

if (import.meta.main) writeFileSync(choosingFile, choosingText(readComparison(comparisonFile)));
