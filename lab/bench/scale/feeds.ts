import { join } from 'node:path';
import { startAuthority } from '../../../tools/testing/authority.ts';
import { startMeasurer } from '../measurer.ts';
import { medianResidentBytes, residentBytes, restartPeak } from '../memory.ts';
import { type BenchOptions, boundRow, type Row } from '../report.ts';
import { issue } from '../revocation/under-load.ts';
import { percentile } from '../rounds.ts';
import { API, SLUG, seeded } from '../seeded.ts';
import type { ReadersOrder, ReadersReport, ReadersSetUp } from './feed-readers.ts';

const MOST_READERS = 1_000;
/** A workspace of this size is usual; what more keys take of memory is measured by themselves. */
const MOST_KEYS = 10_000;
const MOST_REVOCATIONS = 100;

/** The feeds of a thousand gates. */
export async function feeds(folder: string, { keys }: BenchOptions): Promise<readonly Row[]> {
  const count = Math.min(MOST_READERS, keys);
  const held = Math.min(MOST_KEYS, keys);
  const data = join(folder, 'data');
  const { port } = await seeded(data, held);
  const authority = await startAuthority(data, port);
  try {
    const readers: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const made = await authority.call<{ id: string }>('POST', `${API}/readers`, {
        name: `gate ${n}`,
        kind: 'gate',
        refreshSeconds: 5,
      });
      readers.push(made.id);
    }
    const issued = await issue(authority, { slug: SLUG }, Math.min(MOST_REVOCATIONS, Math.ceil(keys / 20)));
    const setUp: ReadersSetUp = { published: `${authority.url}/${SLUG}`, readers };
    const pids = [authority.program.child.pid ?? 0];
    // What it took to start and to create keys doesn't count, except what it has kept of it.
    restartPeak(pids);
    const process = await startMeasurer<ReadersOrder, ReadersReport>(
      join(import.meta.dirname, 'feed-readers.ts'),
      setUp,
    );
    try {
      const revocations = issued.map(({ key }) => `${authority.url}${API}/keys/${key.id}/revoke`);
      const { result: report, bytes } = await medianResidentBytes(pids, () =>
        process.ask({ revocations, adminKey: authority.adminKey }),
      );
      const peak = residentBytes(pids, 'VmHWM') / 1e6;
      const toAll = report.map((times) => times.at(-1) ?? Number.NaN);
      const gates = `${count.toLocaleString('en')} gates' feeds`;
      return [
        boundRow(
          `${gates} on one authority of ${held.toLocaleString('en')} keys: its memory, peak while they connect and after`,
          peak,
          'MB',
          300,
        ),
        { what: 'the same, median', value: bytes / 1e6, unit: 'MB' },
        boundRow(
          `from the request of a revocation until all of ${gates} have it, p99 of ${report.length}`,
          percentile(toAll, 0.99),
          'ms',
          500,
        ),
        { what: 'the same, median', value: percentile(toAll, 0.5), unit: 'ms' },
      ];
    } finally {
      await process.stop();
    }
  } finally {
    await authority.stop();
  }
}
