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

/** One file per series: two of the same scenario may run at the same time. */
const stateOf = (scenario: string, seed: number): string => join(states, `${scenario}.${seed}.json`);

/**
 * A series that was interrupted, if there is one.
 *
 * @param seed - Any, if undefined.
 */
export function recall(scenario: string, seed: number | undefined): Series | undefined {
  const names = existsSync(states) ? readdirSync(states) : [];
  const seeds = names
    .filter((name) => name.startsWith(`${scenario}.`))
    .map((name) => Number(name.split('.')[1]))
    .filter(Number.isSafeInteger);
  const found = seed === undefined ? seeds[0] : seeds.find((one) => one === seed);
  if (found === undefined) return undefined;
  return JSON.parse(readFileSync(stateOf(scenario, found), 'utf8')) as Series;
}

export function remember(scenario: string, { seed, progress }: Series): void {
  mkdirSync(states, { recursive: true });
  writeFileSync(stateOf(scenario, seed), JSON.stringify({ seed, progress }));
}

export function forget(scenario: string, seed: number): void {
  rmSync(stateOf(scenario, seed), { force: true });
}

/** Adds a series to the results in the docs; one with the same seed is replaced. */
export function save(scenario: string, added: Series): void {
  mkdirSync(results, { recursive: true });
  const others = saved(scenario).filter(({ seed }) => seed !== added.seed);
  const text = JSON.stringify([...others, added], null, 2);
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
