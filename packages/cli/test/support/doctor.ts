import assert from 'node:assert/strict';
import type { Ended } from './shell.ts';

/** What `lostwax doctor --url` found: IDs by result. */
export interface DoctorFound {
  readonly code: number | null;
  readonly broken: readonly string[];
  readonly warning: readonly string[];
  readonly unknown: readonly string[];
  /** Texts by ID. */
  readonly what: Readonly<Record<string, string>>;
}

interface Report {
  readonly measured: readonly { readonly id: string; readonly result: string; readonly what: string }[];
}

/** @param run - Runs a line after `lostwax`. */
export async function doctorOf(
  run: (line: string) => Promise<Ended>,
  url: string,
  more: string,
): Promise<DoctorFound> {
  const ended = await run(`doctor --url ${url} --workspace acme --json ${more}`);
  assert.match(ended.stdout, /^\{/, ended.stderr);
  const { measured } = JSON.parse(ended.stdout) as Report;
  // On a busy machine the key set may arrive late, which is a warning.
  const judged = measured.filter(({ id, result }) => id !== 'key-set-answer' || result !== 'warning');
  const of = (result: string) => judged.filter((it) => it.result === result).map((it) => it.id);
  const what = Object.fromEntries(measured.map((it) => [it.id, it.what]));
  return { code: ended.code, broken: of('broken'), warning: of('warning'), unknown: of('unknown'), what };
}
