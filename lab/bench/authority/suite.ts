import { join } from 'node:path';
import { startAuthority } from '../../../tools/testing/authority.ts';
import { inFolder } from '../folder.ts';
import { type BenchOptions, type Figures, type Row, rateRow } from '../report.ts';
import { medians } from '../rounds.ts';
import { batchRate, singleRate } from './issue.ts';
import { largeSet } from './large-set.ts';
import { mintRate } from './mint-rate.ts';
import { notModifiedRates } from './not-modified.ts';

const ROUNDS = 3;

/** The authority's throughput, compared with the most the machine can do. */
export async function authority(options: BenchOptions): Promise<Figures> {
  return await inFolder(async (folder) => {
    const rows = [
      ...(await issuing(join(folder, 'issuing'), options)),
      ...(await largeSet(join(folder, 'large'), options)),
    ];
    return { rows, curves: [] };
  });
}

async function issuing(data: string, { seconds }: BenchOptions): Promise<readonly Row[]> {
  const running = await startAuthority(data);
  try {
    await running.call('POST', '/v1/workspaces', { slug: 'bench' });
    const share = seconds / ROUNDS;
    const [value = Number.NaN, batch = Number.NaN, single = Number.NaN] = await medians(
      [() => mintRate(share), () => batchRate(running, share), () => singleRate(running, share)],
      ROUNDS,
    );
    const alone = { what: 'pairs generated, signed and collected alone, per second', value };
    const { answers, bare } = await notModifiedRates(running, seconds);
    return [
      rateRow('keys issued in batches of 1,000, durable', batch, '/s', alone, 0.6),
      rateRow('keys issued one per request, 16 connections, durable', single, '/s', alone, 0.35),
      rateRow(
        '304 responses for the key set',
        answers,
        '/s',
        { what: 'bare node:http, same answer', value: bare },
        0.5,
      ),
    ];
  } finally {
    await running.stop();
  }
}
