import { join } from 'node:path';
import { gateReady, type RunningGate, startGate } from '../../../tools/testing/gate.ts';
import { inFolder } from '../folder.ts';
import type { BenchOptions, Figures } from '../report.ts';
import { type BenchSet, startSets } from '../sets.ts';
import { activate } from './activation.ts';
import { issue, revokeUnderLoad } from './under-load.ts';

const GATES = 4;
const REVOCATIONS = 2_000;
const AT_A_TIME = 4;

/** How soon gates accept new keys and refuse revoked ones, and whether they keep refusing them. */
export async function revocation({ keys }: BenchOptions): Promise<Figures> {
  return await inFolder(async (folder) => {
    const { authority, sets } = await startSets(join(folder, 'data'), [keys]);
    const gates: RunningGate[] = [];
    try {
      const [set] = sets as [BenchSet];
      const issued = await issue(authority, set, Math.min(REVOCATIONS, keys));
      for (let n = 0; n < GATES; n += 1)
        gates.push(await startGate(['--issuer', set.issuer, '--threads', '1']));
      await Promise.all(gates.map(gateReady));
      const urls = gates.map(({ url }) => `${url}/verify`);
      const created = await activate({
        ...{ authority, set, urls, atATime: AT_A_TIME, count: Math.ceil(issued.length / 4) },
        name: `from a new key's response to acceptance at ${GATES} gates`,
      });
      const rows = await revokeUnderLoad({
        ...{ authority, set, issued, urls, atATime: AT_A_TIME },
        names: {
          delays: `from the revocation's response to refusal at ${GATES} gates`,
          again: 'refused keys that were sent to a gate again and refused again',
        },
      });
      return { rows: [...created, ...rows], curves: [] };
    } finally {
      for (const gate of gates) await gate.stop();
      await authority.stop();
    }
  });
}
