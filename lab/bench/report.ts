import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { DatabaseSync } from 'node:sqlite';

/** One measured figure. */
export interface Row {
  /** The part of its suite, if that can be run part by part. */
  readonly part?: string;
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The peer from the same run to compare with; the ratio is `value` divided by the peer's value. */
  readonly peer?: { readonly what: string; readonly value: number };
  /** The project's target, in words, and whether this run met it. */
  readonly must?: { readonly text: string; readonly met: boolean };
}

/** Latency by number of keys. */
export interface Curve {
  readonly what: string;
  readonly points: readonly { readonly keys: number; readonly microseconds: number }[];
}

/** Memory and latency by number of keys. */
export interface Growth {
  readonly what: string;
  readonly points: readonly GrowthPoint[];
}

export interface GrowthPoint {
  readonly keys: number;
  readonly meanMilliseconds: number;
  readonly longestMilliseconds: number;
  /** Percentages of 8 GiB: under load, and at most. */
  readonly memoryPercent: number;
  readonly peakPercent: number;
}

/** The results of a suite. */
export interface Figures {
  readonly rows: readonly Row[];
  readonly curves: readonly Curve[];
  readonly growths?: readonly Growth[];
  /** What a reader needs to know in addition to the rows, one sentence each. */
  readonly notes?: readonly string[];
}

/** A run as stored in its file. */
export interface Report extends Figures {
  readonly machine: string;
  /** RFC 3339. */
  readonly at: string;
}

/** The options of a suite. */
export interface BenchOptions {
  /** Number of keys in the large set: about a million by default, fewer in the tests. */
  readonly keys: number;
  /** Seconds to measure each rate. */
  readonly seconds: number;
  /** A folder for the results of long runs, so that an interrupted run can resume. */
  readonly cache: string;
  /** The parts to run, of a suite that has parts; all if omitted. */
  readonly parts?: readonly string[] | undefined;
}

/** Makes the row of a rate that must reach a fraction of its peer's. */
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

/** Makes the row of a figure that must be at least a multiple of its peer's; without `least`, the peer is only shown. */
export function timesRow(
  what: string,
  value: number,
  unit: string,
  peer: { what: string; value: number },
  least?: number,
): Row {
  if (least === undefined) return { what, value, unit, peer };
  const met = value / peer.value >= least;
  return { what, value, unit, peer, must: { text: `>= ${least.toLocaleString('en')} times`, met } };
}

/** Makes the row of a figure that must stay below a multiple of its peer's. */
export function atMostTimesRow(
  what: string,
  value: number,
  unit: string,
  peer: { what: string; value: number },
  most: number,
): Row {
  const met = value / peer.value <= most;
  return { what, value, unit, peer, must: { text: `<= ${most} times`, met } };
}

/** Makes the row of a figure that must not exceed a limit. */
export function boundRow(what: string, value: number, unit: string, most: number): Row {
  return { what, value, unit, must: { text: `<= ${most} ${unit}`, met: value <= most } };
}

/** Makes the row of a figure that must reach a minimum. */
export function leastRow(what: string, value: number, unit: string, least: number): Row {
  return {
    what,
    value,
    unit,
    must: { text: `>= ${least.toLocaleString('en')} ${unit}`, met: value >= least },
  };
}

/** The machine and the versions that were measured. */
export function machine(): string {
  const { node, openssl } = process.versions;
  const sqlite = new DatabaseSync(':memory:').prepare('SELECT sqlite_version() AS v').get()?.['v'];
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${cpus()[0]?.model}, ${gigabytes} GiB, Node ${node}, OpenSSL ${openssl}, SQLite ${sqlite}`;
}

/** The rows as a Markdown table for docs/benchmarks.md. */
export function table(rows: readonly Row[]): string {
  const lines = rows.map(({ what, value, unit, peer, must }) => {
    const against = peer === undefined ? '' : `${peer.what}: ${shown(peer.value)}`;
    const ratio = peer === undefined ? '' : shown(value / peer.value);
    const kept = must === undefined ? '' : must.met ? 'met' : '**missed**';
    return `| ${what} | ${shown(value)} ${unit} | ${against} | ${ratio} | ${must?.text ?? ''} | ${kept} |`;
  });
  const head = [
    '| measured | value | against, in the same run | ratio | must | |',
    '|---|---:|---:|---:|---|---|',
  ];
  return [...head, ...lines].join('\n');
}

/** The notes as a Markdown list. */
export function list(notes: readonly string[]): string {
  return notes.map((note) => `- ${note}`).join('\n');
}

/**
 * The rows of an earlier run with those of a new one, which replace the earlier ones of the same parts.
 *
 * @param order - All parts, in the order of the table.
 */
export function mergeParts(earlier: readonly Row[], rows: readonly Row[], order: readonly string[]): Row[] {
  const measured = new Set(rows.map(({ part }) => part));
  const kept = earlier.filter(({ part }) => !measured.has(part));
  return order.flatMap((name) => [...kept, ...rows].filter(({ part }) => part === name));
}

export function writeReport(file: string, figures: Figures): void {
  const report: Report = { machine: machine(), at: new Date().toISOString(), ...figures };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
}

function shown(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
