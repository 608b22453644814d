import { join } from 'node:path';
import { needed } from '../../../tools/peers/peer.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { inFolder } from '../folder.ts';
import { type Load, startLoad } from '../load/load.ts';
import type { BenchOptions, Figures, Row } from '../report.ts';
import { type BenchSet, type BenchSets, sizesUpTo, startSets } from '../sets.ts';
import { againstBare } from './against-bare.ts';
import { envoy } from './envoy.ts';
import { flood } from './flood.ts';
import { starts } from './start.ts';

/** The share of a rate's seconds that one round gets: there are five rounds of two sides each. */
const SHARE_OF_SECONDS = 1 / 5;

/** The gate compared with the least Node can do, under a flood, at startup, and behind Envoy. */
export async function gate({ keys, seconds }: BenchOptions): Promise<Figures> {
  const program = await needed('envoy');
  const milliseconds = seconds * 1_000 * SHARE_OF_SECONDS;
  return await inFolder(async (folder) => {
    const made = await startSets(join(folder, 'data'), sizesUpTo(keys));
    const load = await startLoad();
    try {
      const own = await forwardAuth(load, largest(made), milliseconds);
      const { rows, curves } = await envoy(load, program, made.sets, milliseconds / 2);
      const start = await starts(made.authority, largest(made), folder);
      return { rows: [...own, ...start, ...rows], curves };
    } finally {
      await load.stop();
      await made.authority.stop();
    }
  });
}

async function forwardAuth(load: Load, set: BenchSet, milliseconds: number): Promise<readonly Row[]> {
  const running = await startGate(['--issuer', set.issuer, '--threads', '1']);
  try {
    await gateReady(running);
    const url = `${running.url}/verify`;
    return [
      ...(await againstBare(load, url, set.token, milliseconds)),
      ...(await flood(load, url, set, milliseconds)),
    ];
  } finally {
    await running.stop();
  }
}

function largest({ sets }: BenchSets): BenchSet {
  const last = sets.at(-1);
  if (last === undefined) throw new Error('There is no set.');
  return last;
}
