import { inFolder } from '../folder.ts';
import { recovery } from '../recovery/suite.ts';
import type { BenchOptions, Figures, Row } from '../report.ts';
import { feeds } from './feeds.ts';
import { importing } from './importing.ts';
import { issuing } from './issuing.ts';
import { larger } from './larger.ts';
import { moving } from './moving.ts';
import { replicas } from './replicas.ts';
import { suspending } from './suspending.ts';

type Part = (folder: string, options: BenchOptions) => Promise<readonly Row[]>;

/** What `--part` selects, in the order of the table. */
export const scaleParts: Readonly<Record<string, Part>> = {
  issue: issuing,
  feeds,
  replicas,
  suspend: (folder, options) => suspending(folder, options, 'SQLite'),
  'suspend-postgresql': (folder, options) => suspending(folder, options, 'PostgreSQL'),
  import: importing,
  large: (folder, options) => larger(folder, options, 'SQLite'),
  'large-postgresql': (folder, options) => larger(folder, options, 'PostgreSQL'),
  move: moving,
  restore: async (_, options) => (await recovery(options)).rows,
};

/** An authority on more than one machine, or with far more keys than usual. */
export async function scale(options: BenchOptions): Promise<Figures> {
  const rows: Row[] = [];
  for (const part of options.parts ?? Object.keys(scaleParts)) {
    const measured = await inFolder(async (folder) => await scaleParts[part]?.(folder, options));
    rows.push(...(measured ?? []).map((row) => ({ ...row, part })));
  }
  return { rows, curves: [] };
}
