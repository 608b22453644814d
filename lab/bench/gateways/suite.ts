import { join } from 'node:path';
import { needed } from '../../../tools/peers/peer.ts';
import { inFolder } from '../folder.ts';
import { startLoad } from '../load/load.ts';
import type { BenchOptions, Figures } from '../report.ts';
import { type BenchSet, startSets } from '../sets.ts';
import { envoyRevocations, envoyShards } from './with-envoy.ts';
import { withHaproxy } from './with-haproxy.ts';
import { withNginx } from './with-nginx.ts';

/** The share of a rate's seconds that one round gets: there are five rounds of two sides each. */
const SHARE_OF_SECONDS = 1 / 5;

/** The must-hold figure for Envoy's revocations is at this size. */
const ENVOY_KEYS = 20_000;
/** What nginx must not be slower than with the whole set. */
const FEW_KEYS = 1_000;

/** Gateways that hold the pins themselves, compared with the same gateway without a check, and Envoy with the key set. */
export async function gateways({ keys, seconds }: BenchOptions): Promise<Figures> {
  const envoy = await needed('envoy');
  const haproxy = await needed('haproxy');
  const nginx = await needed('nginx-njs');
  // Alone on the machine, like the others below.
  const shards = await envoyShards(envoy, keys, seconds);
  return await inFolder(async (folder) => {
    const made = await startSets(
      join(folder, 'data'),
      [FEW_KEYS, ENVOY_KEYS].filter((size) => size < keys).concat(keys),
    );
    const few = made.sets.find((set) => set.keys >= Math.min(ENVOY_KEYS, keys)) as BenchSet;
    const load = await startLoad();
    try {
      const milliseconds = seconds * 1_000 * SHARE_OF_SECONDS;
      const rows = [
        ...shards,
        ...(await envoyRevocations(envoy, made, few)),
        ...(await withHaproxy(haproxy, nginx, made, load, folder, milliseconds)),
        ...(await withNginx(nginx, made, load, folder, milliseconds)),
      ];
      return { rows, curves: [] };
    } finally {
      await load.stop();
      await made.authority.stop();
    }
  });
}
