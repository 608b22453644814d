/** The documents contain exactly the measured figures. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { documents } from '../docs.ts';
import { fillTables } from '../fill-tables.ts';
import { latencyPlot } from '../latency-plot.ts';
import type { Report } from '../report.ts';

const root = join(import.meta.dirname, '..', '..', '..');

it('tables and plots in docs/ match docs/figures: npm run bench:docs generates them', async () => {
  for (const [file, text] of await documents()) assert.equal(readFileSync(file, 'utf8'), text, file);
});

it('a suite without a place for its table is an error', () => {
  const report = { machine: 'one', at: '2026-01-01T00:00:00Z', rows: [], curves: [] };
  assert.throws(() => fillTables('no mark', new Map([['gate', report]])), /No place for the table of gate/);
});

it('the plot draws every given curve and is readable in light and dark mode', async () => {
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

it('figures that other documents quote are those of docs/figures', () => {
  const hot = values('verifier', /^check of a hot key/).toSorted((a, b) => a - b);
  const millions = (perSecond = 0): string => (perSecond / 1e6).toFixed(1);
  const [, p99 = 0, longest = 0] = values('revocation', /^from the revocation's response/);
  const [suspended = 0] = values('large', /^until the response to the suspension/);
  const [, , erased = 0] = values('large', /^200,000 keys of one customer/);
  const quotes = [
    ['README.md', `${millions(hot.at(0))} to ${millions(hot.at(-1))} million checks a second`],
    ['README.md', `within ${p99.toFixed(1)} ms of the API's response at p99`],
    ['README.md', `${longest.toFixed(0)} ms at worst`],
    ['docs/operating.md', `suspending 100,000 of a million keys took ${suspended.toFixed(0)} seconds`],
    ['docs/operating.md', `erasing them ${erased.toFixed(0)}`],
  ] as const;
  for (const [file, quote] of quotes) {
    const text = readFileSync(join(root, file), 'utf8').replaceAll(/\s+/g, ' ');
    assert.ok(text.includes(quote), `${file} does not say "${quote}"`);
  }
});

function values(suite: string, row: RegExp): readonly number[] {
  const { rows } = JSON.parse(readFileSync(join(root, 'docs', 'figures', `${suite}.json`), 'utf8')) as Report;
  const found = rows.filter(({ what }) => row.test(what)).map(({ value }) => value);
  assert.ok(found.length > 0, `${suite} has no row ${row}`);
  return found;
}
