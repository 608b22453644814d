import { join } from 'node:path';
import { needed } from '../../../tools/peers/peer.ts';
import { inFolder } from '../folder.ts';
import { startLoad } from '../load/load.ts';
import type { BenchOptions, Figures } from '../report.ts';
import { startSets } from '../sets.ts';
import { withHaproxy } from './with-haproxy.ts';
import { withNginx } from './with-nginx.ts';

/** The share of a rate's seconds that one round gets: there are five rounds of two sides each. */
const SHARE_OF_SECONDS = 1 / 5;

/** Gateways that hold the pins themselves, compared with the same gateway without a check. */
export async function gateways({ keys, seconds }: BenchOptions): Promise<Figures> {
  const haproxy = await needed('haproxy');
  const nginx = await needed('nginx-njs');
  return await inFolder(async (folder) => {
    const made = await startSets(join(folder, 'data'), [keys]);
    const load = await startLoad();
    try {
      const milliseconds = seconds * 1_000 * SHARE_OF_SECONDS;
      const rows = [
        ...(await withHaproxy(haproxy, made, load, folder, milliseconds)),
        ...(await withNginx(nginx, made, load, folder, milliseconds)),
      ];
      return { rows, curves: [] };
    } finally {
      await load.stop();
      await made.authority.stop();
    }
  });
}
