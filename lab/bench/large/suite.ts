import { join } from 'node:path';
import { inFolder } from '../folder.ts';
import { type BenchOptions, boundRow, type Figures, type Row } from '../report.ts';
import { percentile } from '../rounds.ts';
import { judgedOtherwise } from './equal.ts';
import { type LargeHouse, openLargeHouse } from './house.ts';
import { issuesUntil } from './meanwhile.ts';
import { suspension } from './suspension.ts';

/** The effect on everyone else when a customer with a tenth or a fifth of all keys is suspended, resumed or erased. */
export async function large({ keys }: BenchOptions): Promise<Figures> {
  return await inFolder(async (folder) => {
    const house = await openLargeHouse(join(folder, 'data'), keys);
    try {
      const rows = [...(await suspension(house, keys)), ...(await threeActs(house, keys))];
      return { rows, curves: [] };
    } finally {
      await house.stop();
    }
  });
}

async function threeActs(house: LargeHouse, keys: number): Promise<readonly Row[]> {
  const { authority, api, fifth } = house;
  const path = `${api}/customers/${fifth}`;
  const acts = [
    ['suspended', () => authority.call('PATCH', path, { state: 'suspended' })],
    ['resumed', () => authority.call('PATCH', path, { state: 'active' })],
    ['erased', () => authority.call('DELETE', path)],
  ] as const;
  const rows: Row[] = [];
  const count = `${(keys / 5).toLocaleString('en')} keys of one customer`;
  let otherwise = 0;
  for (const [what, act] of acts) {
    const began = performance.now();
    let answered = 0;
    const acting = act().finally(() => {
      answered = performance.now();
    });
    const issues = await issuesUntil(house, () => answered > 0);
    await acting;
    otherwise += await judgedOtherwise(house);
    rows.push(
      { what: `${count} ${what}, until the response`, value: (answered - began) / 1_000, unit: 's' },
      { what: `issuing meanwhile, p99 of ${issues.length}`, value: percentile(issues, 0.99), unit: 'ms' },
    );
  }
  const what = 'keys on which the key set, feed or gate disagrees with the database';
  return [...rows, boundRow(what, otherwise, 'keys', 0)];
}
