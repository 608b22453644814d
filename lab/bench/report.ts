import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { DatabaseSync } from 'node:sqlite';

/** One measured figure. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The peer of the same run that it is held against; the ratio is `value` divided by the peer's value. */
  readonly peer?: { readonly what: string; readonly value: number };
  /** What the project promises, in words, and whether this run kept it. */
  readonly must?: { readonly text: string; readonly met: boolean };
}

/** What a suite may be told. */
export interface BenchOptions {
  /** Keys of the large set: 1,000,000 by default, fewer in the tests. */
  readonly keys: number;
  /** Seconds that each rate is measured. */
  readonly seconds: number;
}

/** Makes the row of a rate that must reach a part of its peer's. */
export function rateRow(
  what: string,
  value: number,
  unit: string,
  peer: { what: string; value: number },
  least: number,
): Row {
  const met = value / peer.value >= least;
  return { what, value, unit, peer, must: { text: `>= ${Math.round(least * 100)} %`, met } };
}

/** Makes the row of a figure that must not pass a bound. */
export function boundRow(what: string, value: number, unit: string, most: number): Row {
  return { what, value, unit, must: { text: `<= ${most} ${unit}`, met: value <= most } };
}

/** The machine and the versions that the figures belong to. */
export function machine(): string {
  const { node, openssl } = process.versions;
  const sqlite = new DatabaseSync(':memory:').prepare('SELECT sqlite_version() AS v').get()?.['v'];
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${cpus()[0]?.model}, ${gigabytes} GiB, Node ${node}, OpenSSL ${openssl}, SQLite ${sqlite}`;
}

/** Prints the rows as a Markdown table, as docs/benchmarks.md holds it. */
export function print(rows: readonly Row[]): void {
  console.log(
    '| measured | value | against, in the same run | ratio | must | |\n|---|---:|---:|---:|---|---|',
  );
  for (const { what, value, unit, peer, must } of rows) {
    const against = peer === undefined ? '' : `${peer.what}: ${shown(peer.value)}`;
    const ratio = peer === undefined ? '' : shown(value / peer.value);
    const kept = must === undefined ? '' : must.met ? 'met' : '**missed**';
    console.log(
      `| ${what} | ${shown(value)} ${unit} | ${against} | ${ratio} | ${must?.text ?? ''} | ${kept} |`,
    );
  }
}

export function writeJson(file: string, rows: readonly Row[]): void {
  writeFileSync(
    file,
    `${JSON.stringify({ machine: machine(), at: new Date().toISOString(), rows }, null, 2)}\n`,
  );
}

function shown(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
