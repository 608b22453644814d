import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Progress } from './run.ts';
import { scenarios } from './scenarios.ts';

const root = join(import.meta.dirname, '..', '..');
const states = join(root, '.cache', 'faults');
const results = join(root, 'docs', 'figures', 'faults');

interface Series {
  readonly seed: number;
  readonly progress: Progress;
}

const stateOf = (scenario: string): string => join(states, `${scenario}.json`);

/** The series that was interrupted, if there is one. */
export function recall(scenario: string): Series | undefined {
  const file = stateOf(scenario);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Series) : undefined;
}

export function remember(scenario: string, seed: number, progress: Progress): void {
  mkdirSync(states, { recursive: true });
  writeFileSync(stateOf(scenario), JSON.stringify({ seed, progress } satisfies Series));
}

export function forget(scenario: string): void {
  rmSync(stateOf(scenario), { force: true });
}

/** Adds a series to the results in the docs; one with the same seed is replaced. */
export function save(scenario: string, seed: number, progress: Progress): void {
  mkdirSync(results, { recursive: true });
  const others = saved(scenario).filter((series) => series.seed !== seed);
  const text = JSON.stringify([...others, { seed, progress } satisfies Series], null, 2);
  writeFileSync(join(results, `${scenario}.json`), `${text}\n`);
}

function saved(scenario: string): Series[] {
  const file = join(results, `${scenario}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Series[]) : [];
}

const count = (value: number): string => value.toLocaleString('en-US');

/** The table in docs/reliability.md. */
export function faultsTable(): string {
  const names = existsSync(results) ? readdirSync(results).map((name) => name.replace(/\.json$/, '')) : [];
  const lines = scenarios
    .filter(({ name }) => names.includes(name))
    .map(({ name, what }) => {
      const series = saved(name);
      const sum = (member: keyof Progress): string =>
        count(series.reduce((total, { progress }) => total + progress[member], 0));
      const seeds = series.map(({ seed }) => seed).join(', ');
      const columns = [sum('rounds'), sum('acknowledged'), sum('unanswered'), sum('answers'), seeds];
      return `| \`${name}\` | ${what} | ${columns.join(' | ')} |`;
    });
  return [
    '| scenario | in each round | rounds | acknowledged | unanswered | gate answers checked | seeds |',
    '|---|---|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}
