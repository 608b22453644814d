/** What the documents say was measured is what was measured. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { documents } from '../docs.ts';
import { fillTables } from '../fill-tables.ts';
import { latencyPlot } from '../latency-plot.ts';

it('tables and plot in docs/ are those of docs/figures: npm run bench:docs makes them', async () => {
  for (const [file, text] of await documents()) assert.equal(readFileSync(file, 'utf8'), text, file);
});

it('a suite without a place for its table is said, not passed over', () => {
  const report = { machine: 'one', at: '2026-01-01T00:00:00Z', rows: [], curves: [] };
  assert.throws(() => fillTables('no mark', new Map([['gate', report]])), /No place for the table of gate/);
});

it('the plot draws every curve that it is given, and can be read in light and dark', async () => {
  const points = [
    { keys: 1, microseconds: 2 },
    { keys: 1_000, microseconds: 300_000 },
  ];
  const svg = await latencyPlot([
    { what: 'lostwax', points },
    { what: 'jose', points },
  ]);
  for (const name of ['lostwax', 'jose']) assert.ok(svg.includes(`>${name}</text>`));
  assert.match(svg, /prefers-color-scheme: dark/);
  await assert.rejects(latencyPlot([{ what: 'nobody', points }]), /no look/);
});
