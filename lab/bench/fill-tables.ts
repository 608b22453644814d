import { list, type Report, table } from './report.ts';

/** Path of a suite's plots, relative to the document. */
export const plotFiles = (suite: string) => ({
  latency: `${suite}-latency.svg`,
  memory: `${suite}-memory.svg`,
});

function plots(suite: string): string {
  const { latency, memory } = plotFiles(suite);
  return `![Latency by the number of keys](${latency})\n\n![Memory by the number of keys](${memory})`;
}

/**
 * Inserts each suite's table, with its plots and notes if it has any, between the document's `<!-- figures: <suite> -->` and
 * `<!-- end of figures -->` markers.
 *
 * @param reports - By suite. A marker without a report keeps its content.
 * @throws Error if a report has no marker.
 */
export function fillTables(text: string, reports: ReadonlyMap<string, Report>): string {
  let filled = text;
  for (const [suite, report] of reports) {
    const start = `<!-- figures: ${suite} -->`;
    const end = '<!-- end of figures -->';
    const from = filled.indexOf(start);
    const to = filled.indexOf(end, from);
    if (from < 0 || to < 0)
      throw new Error(`No place for the table of ${suite}. Add "${start}" and "${end}" where it belongs.`);
    const parts = [
      ...(report.growths === undefined ? [] : [plots(suite)]),
      table(report.rows),
      ...(report.notes === undefined ? [] : [list(report.notes)]),
      `${report.machine}; ${report.at.slice(0, 10)}.`,
    ];
    const block = [start, ...parts, ''].join('\n\n');
    filled = filled.slice(0, from) + block + filled.slice(to);
  }
  return filled;
}
