import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { conversation } from '../../../tools/testing/conversation.ts';
import { inFolder } from '../folder.ts';
import { type BenchOptions, type Figures, type Row, timesRow } from '../report.ts';
import { medians } from '../rounds.ts';
import { type BenchSet, startSets } from '../sets.ts';
import { type Language, languages } from './languages.ts';

/** The largest set that the libraries are measured with: PyJWT searches it from the beginning at each check. */
const MOST_COMPARED = 1_000;
const ROUNDS = 9;
const LEAST = 20;
/** The share of a rate's seconds that one round of one library gets. */
const SHARE_OF_SECONDS = 1 / 20;

/** The verifiers for Python and Go, compared with the JWT libraries of these languages. */
export async function verifiers({ keys, seconds }: BenchOptions): Promise<Figures> {
  return await inFolder(async (folder) => {
    const sizes = [...new Set([1, Math.min(keys, MOST_COMPARED), keys])];
    const { authority, sets } = await startSets(join(folder, 'data'), sizes);
    try {
      const rows: Row[] = [];
      for (const language of languages) {
        const command = await language.prepare(folder);
        rows.push(...(await compare(language, command, sets, seconds * 1_000 * SHARE_OF_SECONDS)));
      }
      return { rows, curves: [] };
    } finally {
      await authority.stop();
    }
  });
}

interface Side {
  readonly library: string;
  readonly set: BenchSet;
}

async function compare(
  { name, libraries }: Language,
  [program, ...args]: readonly [string, ...string[]],
  sets: readonly BenchSet[],
  milliseconds: number,
): Promise<readonly Row[]> {
  const [ours = ''] = libraries;
  const sides: readonly Side[] = sets.flatMap((set) =>
    libraries
      .filter((library) => library === ours || set.keys <= MOST_COMPARED)
      .map((library) => ({ library, set })),
  );
  const started: ChildProcessWithoutNullStreams[] = [];
  try {
    const measures: (() => Promise<number>)[] = [];
    for (const { library, set } of sides) {
      const child = spawn(program, [...args, library, JSON.stringify(set)]);
      started.push(child);
      const ask = conversation(child);
      const measure = async (): Promise<number> => 1_000_000 / Number(await ask(`${milliseconds}`));
      await measure();
      measures.push(measure);
    }
    const rates = await medians(measures, ROUNDS);
    const rateOf = (library: string, set: BenchSet | undefined): number =>
      rates[sides.findIndex((side) => side.library === library && side.set === set)] ?? Number.NaN;
    return sides.flatMap(({ library, set }) => {
      const what = `${name}: check of a hot key, ${set.keys.toLocaleString('en')} ${set.keys === 1 ? 'key' : 'keys'}`;
      const value = rateOf(ours, set);
      if (library !== ours) {
        const peer = { what: library, value: rateOf(library, set) };
        return [timesRow(what, value, '/s', peer, LEAST)];
      }
      return set.keys > MOST_COMPARED
        ? [timesRow(what, value, '/s', { what: 'lostwax, 1 key', value: rateOf(ours, sets[0]) })]
        : [];
    });
  } finally {
    for (const child of started) child.kill();
  }
}
