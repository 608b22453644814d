import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningAuthority } from '../../../tools/testing/authority.ts';
import { gateReady, startGate } from '../../../tools/testing/gate.ts';
import { boundRow, type Row } from '../report.ts';
import { medians } from '../rounds.ts';
import type { BenchSet } from '../sets.ts';

/**
 * Time from starting a gate's process until it reports that it is ready.
 *
 * @param authority - Stopped first, so that the gate has only its disk.
 */
export async function starts(
  authority: RunningAuthority,
  { issuer, keys }: BenchSet,
  folder: string,
): Promise<readonly Row[]> {
  const cache = join(folder, 'gate-cache');
  const seconds = async (): Promise<number> => {
    const begin = performance.now();
    const gate = await startGate(['--issuer', issuer, '--threads', '1', '--cache', cache]);
    try {
      await gateReady(gate);
      return (performance.now() - begin) / 1_000;
    } finally {
      await gate.stop();
    }
  };
  const fromAuthority = async (): Promise<number> => {
    rmSync(cache, { recursive: true, force: true });
    return await seconds();
  };
  await fromAuthority();
  const [online = Number.NaN] = await medians([fromAuthority]);
  await authority.stop();
  const [offline = Number.NaN] = await medians([seconds]);
  const n = keys.toLocaleString('en');
  return [
    boundRow(`gate, start to ready with ${n} keys, from the authority`, online, 's', 1),
    boundRow(`gate, start to ready with ${n} keys, from disk`, offline, 's', 0.5),
  ];
}
