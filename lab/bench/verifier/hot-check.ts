import { join } from 'node:path';
import { type Measurer, startMeasurer } from '../measurer.ts';
import { type Curve, type Figures, type Row, timesRow } from '../report.ts';
import { medians } from '../rounds.ts';
import type { BenchSet } from '../sets.ts';
import type { CheckOrder, CheckSetUp } from './check-process.ts';
import { contestants } from './contestants.ts';

const program = join(import.meta.dirname, 'check-process.ts');
/** More and shorter rounds than elsewhere: a check takes almost no time, and losing the processor for a moment spoils a round. */
export const ROUNDS = 9;
/** Before measuring starts: by then, the frequently run code has been compiled. */
const WARM_MILLISECONDS = 300;
/** The fastest library that doesn't keep keys in plain text. */
const RIVAL = 'fast-jwt, cached';
/** The set size at which jose's linear search is compared with the pin lookup. */
const LARGE = 1_000_000;

/** Repeated checks of one key, claims included, by each library over sets of increasing size. */
export async function hotChecks(sets: readonly BenchSet[], milliseconds: number): Promise<Figures> {
  const curves = contestants.map(({ name }): Curve & { points: Curve['points'][number][] } => ({
    what: name,
    points: [],
  }));
  for (const set of sets) {
    for (const [index, microseconds] of (await side(set, milliseconds)).entries())
      curves[index]?.points.push({ keys: set.keys, microseconds });
  }
  const rows = sets.flatMap(({ keys }, index) =>
    rowsAt(curves, keys, index === 0 || index === sets.length - 1),
  );
  return { rows, curves };
}

async function side(set: BenchSet, milliseconds: number): Promise<readonly number[]> {
  const measurers: Measurer<CheckOrder, number>[] = [];
  try {
    for (const { name } of contestants)
      measurers.push(await startMeasurer(program, { name, set } satisfies CheckSetUp));
    for (const { ask } of measurers) await ask({ milliseconds: WARM_MILLISECONDS });
    return await medians(
      measurers.map(
        ({ ask }) =>
          () =>
            ask({ milliseconds }),
      ),
    );
  } finally {
    for (const { stop } of measurers) await stop();
  }
}

/** @param everyPeer - In the table; the plot has all of them at every size. */
function rowsAt(curves: readonly Curve[], keys: number, everyPeer: boolean): Row[] {
  const rate = (name: string): { what: string; value: number } => {
    const curve = curves.find(({ what }) => what === name);
    const microseconds = curve?.points.find((point) => point.keys === keys)?.microseconds ?? Number.NaN;
    return { what: name, value: 1_000_000 / microseconds };
  };
  const what = `check of a hot key, ${keys.toLocaleString('en')} ${keys === 1 ? 'key' : 'keys'}`;
  const { value } = rate('lostwax');
  return contestants
    .filter(({ name }) => name === RIVAL || (name !== 'lostwax' && everyPeer))
    .map(({ name }) => {
      const least = name === RIVAL ? 1 : name === 'jose' && keys >= LARGE ? 30_000 : undefined;
      return timesRow(what, value, '/s', rate(name), least);
    });
}
